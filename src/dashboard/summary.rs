//! What the page shows without its script: numbers, by type, by account and since an earlier analysis.

use std::collections::BTreeMap;

use super::analysed::Analysed;
use super::recommendation::{Levels, Recommendation, Verdict};
use super::shown::{bar, difference};
use super::trend::{Change, trend};
use crate::analyze::{Class, Evidence, FindingType};
use crate::model::AccessLevel;
use crate::parse::visible;

/// So many accounts are shown before those that have to be opened: as many as AWS names.
const TOP: usize = 10;

/// The summary.
pub(super) struct Summary {
    pub(super) days: u32,
    pub(super) after: String,
    pub(super) end: String,
    pub(super) evidence: &'static str,
    pub(super) principals: usize,
    pub(super) excluded: usize,
    pub(super) active: usize,
    pub(super) archived: usize,
    pub(super) resolved: usize,
    /// All types, also those of which there is no finding.
    pub(super) types: Vec<OfType>,
    pub(super) accounts: usize,
    pub(super) top: Vec<OfAccount>,
    pub(super) others: Vec<OfAccount>,
    pub(super) trend: Option<Vec<OfTrend>>,
    pub(super) recommended: Option<OfRecommendations>,
    pub(super) actions: ByClass,
    pub(super) reasons: Vec<OfReason>,
}

/// The active findings of a type.
pub(super) struct OfType {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) count: usize,
    /// The length of its bar, in thousandths.
    pub(super) bar: usize,
}

/// The active findings of an account.
pub(super) struct OfAccount {
    pub(super) account: String,
    /// Its number with what nobody sees made visible: it is what an ARN says, and need not be a number.
    pub(super) shown: String,
    pub(super) total: usize,
    /// By type, in the order of all types.
    pub(super) counts: Vec<usize>,
    pub(super) bar: usize,
}

/// The changes of a type.
pub(super) struct OfTrend {
    pub(super) label: &'static str,
    pub(super) change: Change,
}

/// What was recommended.
pub(super) struct OfRecommendations {
    /// How many recommendations there are.
    pub(super) count: usize,
    pub(super) verdicts: Vec<OfVerdict>,
    /// The actions that are allowed now and afterwards, by access level and last of all levels; none if no policy is
    /// to change.
    pub(super) levels: Vec<OfLevel>,
}

/// The allowed actions of one access level.
pub(super) struct OfLevel {
    pub(super) name: String,
    pub(super) before: usize,
    pub(super) after: usize,
    pub(super) change: String,
}

impl OfLevel {
    fn new(name: String, before: usize, after: usize) -> Self {
        Self { name, before, after, change: difference(before, after) }
    }
}

/// The recommendations with one verdict.
pub(super) struct OfVerdict {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) count: usize,
    pub(super) bar: usize,
}

/// The actions of all principals by class, each with the length of its bar.
#[derive(Default)]
pub(super) struct ByClass {
    pub(super) used: (usize, usize),
    pub(super) unused: (usize, usize),
    pub(super) undecided: (usize, usize),
}

/// The undecided actions with one reason.
pub(super) struct OfReason {
    pub(super) name: &'static str,
    pub(super) count: usize,
    pub(super) bar: usize,
}

/// What people call a type, of what is unused.
fn label(kind: FindingType) -> &'static str {
    match kind {
        FindingType::UnusedRole => "Roles",
        FindingType::UnusedAccessKey => "Access keys",
        FindingType::UnusedPassword => "Passwords",
        FindingType::UnusedPermission => "Permissions",
    }
}

impl Summary {
    pub(super) fn of(analysed: &Analysed<'_>) -> Self {
        let Analysed { settings, analyses, findings, statistics, .. } = *analysed;
        let longest = statistics.by_type.values().max().copied().unwrap_or_default();
        let of_type = |kind: FindingType| {
            let count = statistics.by_type.get(&kind).copied().unwrap_or_default();
            OfType { name: kind.name(), label: label(kind), count, bar: bar(count, longest) }
        };
        let mut accounts = accounts(analysed);
        let all = accounts.len();
        let others = accounts.split_off(TOP.min(all));
        let of_trend =
            |(kind, change): (&FindingType, &Change)| OfTrend { label: label(*kind), change: *change };
        let trend = analysed.before.map(|before| trend(before, findings));
        let (actions, reasons) = classes(analysed);
        Self {
            days: settings.period.days,
            after: settings.period.end.days_before(settings.period.days).to_string(),
            end: settings.period.end.to_string(),
            evidence: match settings.evidence {
                Evidence::Strict => "strict",
                Evidence::AccessAnalyzer => "access-analyzer",
            },
            principals: analyses.len(),
            excluded: analyses.iter().filter(|one| one.excluded.is_some()).count(),
            active: statistics.active,
            archived: statistics.archived,
            resolved: statistics.resolved,
            types: FindingType::ALL.into_iter().map(of_type).collect(),
            accounts: all,
            top: accounts,
            others,
            trend: trend.map(|trend| trend.iter().map(of_trend).collect()),
            recommended: recommendations(analysed),
            actions,
            reasons,
        }
    }
}

impl Summary {
    /// How many findings were active in the earlier analysis.
    pub(super) fn active_before(&self) -> usize {
        self.trend.iter().flatten().map(|own| own.change.before).sum()
    }

    /// How many more findings are active now than then, with its sign.
    pub(super) fn change(&self) -> String {
        difference(self.active_before(), self.active)
    }
}

/// The accounts, those with most active findings first; those without any too.
fn accounts(analysed: &Analysed<'_>) -> Vec<OfAccount> {
    let mut all: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for analysis in analysed.analyses {
        all.entry(&analysis.account).or_default();
    }
    for (account, counts) in &analysed.statistics.by_account {
        let count = |kind| counts.get(&kind).copied().unwrap_or_default();
        all.insert(account, FindingType::ALL.into_iter().map(count).collect());
    }
    let longest = all.values().map(|counts| counts.iter().sum::<usize>()).max().unwrap_or_default();
    let of_account = |(account, mut counts): (&str, Vec<usize>)| {
        let total = counts.iter().sum();
        counts.resize(FindingType::ALL.len(), 0);
        OfAccount {
            account: account.to_owned(),
            shown: visible(account),
            total,
            counts,
            bar: bar(total, longest),
        }
    };
    let mut all: Vec<OfAccount> = all.into_iter().map(of_account).collect();
    all.sort_by_key(|own| std::cmp::Reverse(own.total));
    all
}

/// The recommendations by verdict, and what they come to; nothing if there are none.
fn recommendations(analysed: &Analysed<'_>) -> Option<OfRecommendations> {
    let all = || analysed.recommendations.values();
    let of_verdict = |verdict: Verdict| {
        let count = all().filter(|one| one.verdict == verdict).count();
        let label = match verdict {
            Verdict::Proved => "Proved",
            Verdict::NotProved => "Not proved",
            Verdict::Undecided => "Undecided",
            Verdict::DoesNotFit => "Do not fit",
            Verdict::Retire => "To be retired",
            Verdict::NotRecommended => "None possible",
        };
        OfVerdict { name: verdict.name(), label, count, bar: bar(count, analysed.recommendations.len()) }
    };
    let of_level = |level: AccessLevel| {
        let sum = |side: fn(&Recommendation) -> &Levels| -> usize {
            all().filter_map(|one| side(one).get(&level)).sum()
        };
        OfLevel::new(level.to_string(), sum(|one| &one.before), sum(|one| &one.after))
    };
    let mut levels: Vec<_> = AccessLevel::ALL.into_iter().map(of_level).collect();
    levels.retain(|own| own.before + own.after > 0);
    let sums = levels.iter().fold((0, 0), |sum, own| (sum.0 + own.before, sum.1 + own.after));
    if !levels.is_empty() {
        levels.push(OfLevel::new("all".to_owned(), sums.0, sums.1));
    }
    let verdicts = Verdict::ALL.into_iter().map(of_verdict).filter(|own| own.count > 0).collect();
    let count = analysed.recommendations.len();
    (count > 0).then_some(OfRecommendations { count, verdicts, levels })
}

/// The actions by class, and the undecided ones by reason, most of them first.
fn classes(analysed: &Analysed<'_>) -> (ByClass, Vec<OfReason>) {
    let mut by_class = ByClass::default();
    let mut by_reason = BTreeMap::new();
    for (_, class) in analysed.analyses.iter().flat_map(|analysis| &analysis.classes) {
        match class {
            Class::Used(_) => by_class.used.0 += 1,
            Class::Unused { .. } => by_class.unused.0 += 1,
            Class::Undecided(reason) => {
                by_class.undecided.0 += 1;
                *by_reason.entry(*reason).or_insert(0) += 1;
            }
        }
    }
    let ByClass { used, unused, undecided } = &mut by_class;
    let all = used.0 + unused.0 + undecided.0;
    for class in [used, unused, undecided] {
        class.1 = bar(class.0, all);
    }
    let longest = by_reason.values().max().copied().unwrap_or_default();
    let mut reasons: Vec<OfReason> = by_reason
        .into_iter()
        .map(|(reason, count)| OfReason { name: reason.name(), count, bar: bar(count, longest) })
        .collect();
    reasons.sort_by_key(|own| std::cmp::Reverse(own.count));
    (by_class, reasons)
}
