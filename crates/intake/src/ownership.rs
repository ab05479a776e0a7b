//! Taking in whose an input says it is.

use crate::model::Principal;
use crate::{Error, Notice, Ownership, SaidBy, Tell, Whose};

/// Whose the inputs are, before any is read.
///
/// # Errors
/// None, so far: nothing else is known yet.
pub fn asked(principal: Option<&Principal>, tell: Tell<'_>) -> Result<Whose, Error> {
    let mut whose = Whose::default();
    if let Some(principal) = principal {
        let asked = Ownership { said_by: SaidBy::Asked, principal: principal.clone(), place: None };
        take(&mut whose, &asked, tell)?;
    }
    Ok(whose)
}

/// Takes in whose an input says it is, and warns if it concerns others too.
pub(crate) fn take(whose: &mut Whose, claim: &Ownership, tell: Tell<'_>) -> Result<(), Error> {
    if let Some(warning) = whose.add(claim)? {
        tell(Notice::Warning(warning));
    }
    Ok(())
}
