//! The reports as text for people: summary first, then details. Colours are ANSI escapes, which the writer
//! removes where they are not wanted.

use anstyle::{AnsiColor, Style};

use crate::prove::Verdict;

mod analyzed;
mod certified;
mod compared;
mod drift;
mod effects;
mod evaluated;
mod gate;
mod judgements;
mod reasons;
mod recommended;
mod remedies;
mod summary;
mod witness;
mod wrap;

pub use analyzed::{analyzed, findings, statistics};
pub use certified::certified;
pub(crate) use compared::{compared, compared_counts, compared_pair};
pub use drift::drift;
pub use effects::{plan, unplanned};
pub(crate) use evaluated::{decided, evaluated, evaluated_heading};
pub(crate) use gate::gate;
pub use recommended::{details, explained, summary};
pub use remedies::remedies;

/// How much to show.
#[derive(Clone, Copy, Debug, Default)]
pub struct Detail {
    /// Everything, whatever its length.
    pub all: bool,
    /// Only what is wrong.
    pub quiet: bool,
    /// The width in characters at which lines are wrapped; `None` for no wrapping.
    pub width: Option<usize>,
}

fn style(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Proved => AnsiColor::Green,
        Verdict::Unknown => AnsiColor::Yellow,
        Verdict::Refuted => AnsiColor::Red,
    };
    colour.on_default().bold()
}
