//! The page: the template with summary, style, script and data in it.

use std::io;

use askama::Template;

use super::analysed::Analysed;
use super::data::Data;
use super::embed;
use super::shown;
use super::summary::Summary;

const STYLE: &str = include_str!("page.css");

const SCRIPT: &str = concat!(
    include_str!("decode.js"),
    include_str!("elements.js"),
    include_str!("table.js"),
    include_str!("principal.js"),
    include_str!("page.js"),
);

/// The template.
#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    policy: String,
    style: &'static str,
    script: &'static str,
    data: String,
    summary: Summary,
    files: &'a [&'a str],
    version: &'static str,
}

/// The page of an analysis: the same bytes for the same analysis.
///
/// # Errors
/// None is expected: what is written is in memory.
pub fn page(analysed: &Analysed<'_>) -> io::Result<String> {
    let page = Page {
        policy: format!(
            "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
            embed::source(STYLE),
            embed::source(SCRIPT)
        ),
        style: STYLE,
        script: SCRIPT,
        data: Data::of(analysed).written()?,
        summary: Summary::of(analysed),
        files: analysed.files,
        version: env!("CARGO_PKG_VERSION"),
    };
    page.render().map_err(io::Error::other)
}
