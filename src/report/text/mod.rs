//! The reports as text for people: the summary first, details after. Colours are ANSI escapes, which the writer takes
//! out where they are not wanted.

use anstyle::{AnsiColor, Style};

use crate::prove::Verdict;

mod certified;
mod drift;
mod effects;
mod judgements;
mod reasons;
mod recommended;
mod summary;
mod witness;
mod wrap;

pub use certified::certified;
pub use drift::drift;
pub use effects::{plan, unplanned};
pub use recommended::{details, summary};

/// How much is shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Detail {
    /// Everything, however long it is.
    pub all: bool,
    /// Nothing but what is wrong.
    pub quiet: bool,
    /// The width at which lines are wrapped, in characters; nothing not to.
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
