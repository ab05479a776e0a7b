//! What rows are made from.

use crate::certificate::kernel::{Document, Inputs, World};
use crate::model::{EffectiveCatalogue, Pattern, Statement};
use crate::prove::{Fault, Place, Row};

/// All statements, and the inputs that the kernel judges them by.
pub(super) struct Scene<'a> {
    pub(super) before: Vec<&'a Statement>,
    pub(super) after: Vec<&'a Statement>,
    /// The numbers of the first statement of each policy, and of each document.
    starts: (Vec<usize>, Vec<usize>),
    pub(super) world: World<'a>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(inputs: &Inputs<'a>, known: &'a EffectiveCatalogue) -> Self {
        let originals = inputs.originals.iter();
        let documents = inputs.recommended.iter().flatten();
        let starts = |documents: &mut dyn Iterator<Item = &Document>| {
            let mut start = 0;
            let mut starts = Vec::new();
            for document in documents {
                starts.push(start);
                start += document.policy.statements.len();
            }
            starts
        };
        let starts = (starts(&mut originals.clone()), starts(&mut documents.clone()));
        let before: Vec<&Statement> = originals.flat_map(|document| &document.policy.statements).collect();
        let after: Vec<&Statement> = documents.flat_map(|document| &document.policy.statements).collect();
        let world = World::new(known, inputs.unused, &before, &after);
        Self { before, after, starts, world }
    }

    /// A row with its statements numbered through, and the statements and patterns themselves.
    pub(super) fn numbered(&self, row: &Row) -> Result<Numbered<'a>, Fault> {
        let place = |starts: &[usize], place: &Place| {
            starts.get(place.policy).map(|start| start + place.statement).ok_or(Fault)
        };
        let mut numbered = Numbered {
            original: Vec::new(),
            statements: Vec::new(),
            patterns: Vec::new(),
            recommended: row.not_action.map(|at| place(&self.starts.1, &at)).transpose()?,
            mixed: row.mixed,
        };
        for at in &row.originals {
            let at = place(&self.starts.0, at)?;
            numbered.original.push(at);
            numbered.statements.push(*self.before.get(at).ok_or(Fault)?);
        }
        for (at, number) in &row.patterns {
            let at = place(&self.starts.1, at)?;
            let pattern = self.after.get(at).and_then(|statement| statement.actions.patterns.get(*number));
            numbered.patterns.push(((at, *number), pattern.ok_or(Fault)?));
        }
        Ok(numbered)
    }
}

/// A row that is ready for its evidence.
pub(super) struct Numbered<'a> {
    pub(super) original: Vec<usize>,
    pub(super) statements: Vec<&'a Statement>,
    pub(super) patterns: Vec<((usize, usize), &'a Pattern)>,
    pub(super) recommended: Option<usize>,
    pub(super) mixed: bool,
}
