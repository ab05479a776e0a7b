//! Weights that show that a set cover needs so many sets.

use std::time::Duration;

use z3::SatResult;
use z3::ast::Int;

use super::solver::raw;

/// The capacities that are tried, the simplest first.
const CAPACITIES: [u32; 7] = [1, 2, 3, 4, 5, 6, 12];

/// How long is sought with each.
const LIMIT: Duration = Duration::from_secs(5);

/// Weights on `count` things such that no set has more than the capacity, nor a single thing, and the sum is
/// over `needed - 1` capacities: so every cover has `needed` sets. The capacity and the weights; nothing if
/// none were found. What Z3 says is not trusted here: the kernel adds up.
pub fn packing(sets: &[Vec<usize>], count: usize, needed: usize) -> Option<(u64, Vec<u64>)> {
    CAPACITIES.into_iter().find_map(|capacity| {
        let sets = sets.to_vec();
        let weights = z3::with_z3_config(&z3::Config::new(), move || with(capacity, &sets, count, needed))?;
        Some((u64::from(capacity), weights))
    })
}

fn with(capacity: u32, sets: &[Vec<usize>], count: usize, needed: usize) -> Option<Vec<u64>> {
    let solver = raw(LIMIT);
    let weights: Vec<Int> = (0..count).map(|number| Int::new_const(format!("w{number}"))).collect();
    let most = Int::from_i64(i64::from(capacity));
    for weight in &weights {
        solver.assert(weight.ge(Int::from_i64(0)));
        solver.assert(weight.le(&most));
    }
    for set in sets {
        let carried: Vec<&Int> = set.iter().filter_map(|number| weights.get(*number)).collect();
        solver.assert(Int::add(&carried).le(&most));
    }
    let before = i64::try_from(needed.checked_sub(1)?).ok()?.checked_mul(i64::from(capacity))?;
    solver.assert(Int::add(&weights.iter().collect::<Vec<&Int>>()).gt(Int::from_i64(before)));
    let model = (solver.check() == SatResult::Sat).then(|| solver.get_model()).flatten()?;
    weights.iter().map(|weight| u64::try_from(model.eval(weight, true)?.as_i64()?).ok()).collect()
}
