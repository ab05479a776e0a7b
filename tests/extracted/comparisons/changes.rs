//! Changes to evidence. Most make it wrong; the kernel says which.

use paredown_kernel::comparison::format::Inclusion;
use serde_json::{Value, json};

use crate::common::dice::Dice;

/// The paths to all that is below a value, and what is there.
fn below(value: &Value, here: &str, found: &mut Vec<(String, Value)>) {
    let each: Vec<(String, &Value)> = match value {
        Value::Array(all) => all.iter().enumerate().map(|(at, one)| (at.to_string(), one)).collect(),
        Value::Object(all) => all.iter().map(|(key, one)| (key.clone(), one)).collect(),
        _ => return,
    };
    for (key, one) in each {
        let path = format!("{here}/{key}");
        found.push((path.clone(), one.clone()));
        below(one, &path, found);
    }
}

/// The evidence with one thing changed: a number, a tree or a reason that is another one, one that is missing or there
/// twice. Nothing if what was drawn cannot be done.
pub fn changed(evidence: &Inclusion, dice: &mut Dice) -> Option<Inclusion> {
    let mut value = serde_json::to_value(evidence).unwrap();
    let mut all = Vec::new();
    below(&value, "", &mut all);
    let (path, found) = dice.one(&all);
    let others = |wanted: fn(&Value) -> bool| {
        all.iter()
            .map(|(_, one)| one)
            .filter(|one| wanted(one) && **one != found)
            .cloned()
            .collect::<Vec<_>>()
    };
    let new = match &found {
        Value::Number(number) => {
            let number = number.as_u64()?;
            dice.one(&[number + 1, number.checked_sub(1)?, 0, 1, 1 << 40, u64::MAX]).into()
        }
        Value::Array(list) => {
            let mut list = list.clone();
            let at = dice.below(list.len());
            match dice.below(4) {
                0 if !list.is_empty() => drop(list.remove(at)),
                1 if !list.is_empty() => list.push(list[at].clone()),
                2 if list.len() > 1 => list.swap(0, at),
                _ => list.clone_from(others(Value::is_array).get(dice.below(5))?.as_array()?),
            }
            list.into()
        }
        Value::Object(_) if dice.below(4) == 0 => Value::Null,
        Value::Object(_) => {
            let trees = others(Value::is_object);
            trees.get(dice.below(trees.len()))?.clone()
        }
        Value::Null => {
            let trees = others(Value::is_object);
            trees.get(dice.below(trees.len())).cloned().unwrap_or_else(|| json!(0))
        }
        Value::String(_) => {
            dice.one(&["inner", "outer", "action", "resource", "entry", "actions", "resources"]).into()
        }
        Value::Bool(_) => return None,
    };
    *value.pointer_mut(&path)? = new;
    serde_json::from_value(value).ok().filter(|changed| changed != evidence)
}
