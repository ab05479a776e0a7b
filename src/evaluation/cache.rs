//! Policies of lines, read once for each text: many requests are about the same policies.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::layers::Read;
use crate::model::Principal;
use crate::parse::{self, Diagnostic, Source, Strictness};

/// The policies in one text.
#[derive(Debug)]
pub(crate) struct Text {
    /// The text.
    pub(crate) source: Arc<Source>,
    /// The policies, each with its name and its principal as far as the text says.
    pub(crate) policies: Vec<(Option<String>, Principal, Arc<Read>)>,
    /// What the user should look at.
    pub(crate) warnings: Vec<Diagnostic>,
}

/// The number of bytes of policies that are kept. What is read of them takes some twenty times as much.
const MOST: usize = 1 << 20;

/// The policies that were read last.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    texts: HashMap<String, Arc<Text>>,
    bytes: usize,
}

impl Cache {
    /// The policies in a text.
    ///
    /// # Errors
    /// It is not a policy, with a place in `source`.
    pub(crate) fn read(&self, source: &Arc<Source>) -> Result<Arc<Text>, Diagnostic> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().texts.get(&source.text) {
            return Ok(Arc::clone(known));
        }
        let text = Arc::new(Text::read(source)?);
        let mut kept = lock();
        if kept.bytes > MOST {
            *kept = Kept::default();
        }
        kept.bytes += source.text.len();
        kept.texts.insert(source.text.clone(), Arc::clone(&text));
        Ok(text)
    }
}

impl Text {
    fn read(source: &Arc<Source>) -> Result<Self, Diagnostic> {
        let file = parse::policies(source, Strictness::Strict)?;
        let mut warnings = file.warnings;
        let mut policies = Vec::new();
        for found in file.policies {
            let parsed = found.parsed;
            warnings.extend(parsed.warnings.iter().cloned());
            warnings.extend(parsed.faults.iter().map(|fault| fault.found.clone().as_warning()));
            let of_arn = || found.identity.arn.as_deref().and_then(|arn| arn.rsplit('/').next());
            let name = found.identity.name.as_deref().or_else(of_arn).map(str::to_owned);
            policies.push((name, found.identity.principal(), Arc::new(Read::new(parsed))));
        }
        Ok(Self { source: Arc::clone(source), policies, warnings })
    }
}
