//! What a newer catalogue does to a recommendation, for people.

use std::fmt::Write as _;

use crate::drift::{Drift, Row};
use crate::model::CatalogueIdentity;

use super::catalogue;

/// What changed, and whether the recommendation is still exact.
pub fn drift(drift: &Drift, certified: &CatalogueIdentity, newer: &CatalogueIdentity) -> String {
    let mut text = format!("from {}\nto   {}\n", catalogue(certified), catalogue(newer));
    let _ = writeln!(text, "{} actions of these services were published since", drift.published);
    let mut list = |heading: &str, rows: &[Row]| {
        if !rows.is_empty() {
            let _ = writeln!(text, "{heading}");
        }
        for row in rows {
            let by = row.pattern.as_deref().unwrap_or("NotAction");
            let _ = writeln!(text, "  Statement[{}] {:<40} by {by}", row.statement, row.action);
        }
    };
    list("new, and allowed by the recommendation:", &drift.admitted);
    list("new, allowed by the original and not by the recommendation:", &drift.missed);
    list("gone from the catalogue, and named by the recommendation:", &drift.vanished);
    if !drift.was_exact {
        text.push_str("by the older catalogue the recommendation was not exact either\n");
    }
    text.push_str(if drift.exact {
        "the recommendation is exact by the newer catalogue too\n"
    } else {
        "the recommendation is not exact by the newer catalogue: recommend again, with a new finding\n"
    });
    text
}
