//! The dashboard of an analysis: one HTML file that needs no network and no other file.
//!
//! Data flows one way: `actions.rs`, `principals.rs` and `data.rs` turn what was analysed into what the page's script
//! reads, `summary.rs`, `trend.rs` and
//! `shown.rs` into what is shown without a script, and `page.rs` puts both into `page.html` with
//! `page.css` and the scripts (`decode.js`, `elements.js`, `table.js`, `principal.js`, `page.js`, one after the
//! other). Nothing here decides anything, and nothing is trusted.
//!
//! Names come from others. In HTML askama escapes them; to the script they come as JSON in which `<`, `>` and `&` are
//! escaped (`embed.rs`), and it makes text of them, never HTML. The policy of the page allows its own style and script by
//! their digests, and nothing else.
//!
//! # Recommendations
//!
//! Whoever recommends (`src/cli/analyze/recommended.rs` for `analyze --recommend`) fills in a [`Recommendation`] for each
//! principal that was looked at for one, also for those of which nothing came ([`Verdict`]), and gives them by ARN as
//! [`Analysed::recommendations`]. The texts of diff and plan are given whole: the page shows as much of them as there is
//! room for, and links to [`Recommendation::files`], which are relative to [`Recommendation::folder`], which is relative
//! to the page. ANSI colours in them are removed.

mod actions;
mod analysed;
mod data;
mod embed;
mod page;
mod principals;
mod recommendation;
mod recommended;
mod shown;
mod summary;
mod trend;

pub use analysed::Analysed;
pub use page::page;
pub use recommendation::{Judged, Levels, Recommendation, Verdict};
