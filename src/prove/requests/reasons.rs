//! The reasons why a question is left open.

use crate::model::{ArnPattern, Reading, Statement};

use super::assumptions::{Assumption, unread};
use super::conditions::surely_met;
use super::proof::Open;
use super::question::{Kind, Question};

/// What a question that is neither proved nor refuted depends on: the first thing known to matter.
pub(super) fn explain(question: &Question<'_>, open: &Open) -> String {
    let (action, differs) = match open {
        Open::Stuck(reason) => return reason.clone(),
        Open::At { action, differs, .. } => (action, *differs),
    };
    let all = || question.whole.before.iter().chain(&question.whole.after).copied();
    // The statement itself comes first.
    let speaking =
        || std::iter::once(question.statement).chain(all().filter(|one| one.actions.matches(action)));
    let depends = || arn_that_depends(speaking());
    if let (Some(reading), Some(arn)) = (differs, depends()) {
        let holds = Reading::ALL.into_iter().find(|one| *one != reading).unwrap_or(reading);
        return format!(
            "it holds if {}, and may not if {}: see the resource `{arn}`",
            holds.name(),
            reading.name()
        );
    }
    if let Some(pattern) = speaking().find_map(|statement| unread(&statement.scope).next()) {
        return pattern.reason();
    }
    let given = [&question.statement.scope];
    let mut conditional = all().filter(|one| one.actions.matches(action) && !surely_met(one, &given));
    if let Some(test) = conditional.find_map(|statement| statement.scope.tests().first()) {
        return format!("it depends on the Condition `{}` on `{}`", test.operator, test.key);
    }
    if let Some(test) = question.statement.scope.tests().first() {
        return format!(
            "no request was found that meets the Condition `{}` on `{}`",
            test.operator, test.key
        );
    }
    if question.kind.is_about_denies() {
        let change = match question.kind {
            Kind::DeniedStill => "no longer denies all that it did",
            _ => "denies more than was denied",
        };
        return format!(
            "a Deny statement {change}, for one `{action}`: whether that matters depends on what else the \
             principal is granted, by its other policies or by those of resources"
        );
    }
    match depends() {
        Some(arn) => format!("it depends on how the resource `{arn}` is read"),
        None => "the request that was found is not confirmed by direct matching".to_owned(),
    }
}

/// A pattern of some statements with two different readings.
fn arn_that_depends<'a>(mut statements: impl Iterator<Item = &'a Statement>) -> Option<String> {
    statements.find_map(|statement| {
        let arns = Assumption::Most.resources(&statement.scope).arns;
        arns.into_iter().find(ArnPattern::depends_on_reading).map(|arn| arn.text().to_owned())
    })
}
