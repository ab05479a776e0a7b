//! Messages about inputs as they are shown: with the line that they are about.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Padding, Renderer, Snippet};

use crate::parse::excerpt::Excerpt;
use crate::parse::{Diagnostic, Error, Severity, Shown, visible};

impl Diagnostic {
    /// The message with `file:line:column`, the line and a caret; several lines, without a final line break. Of a
    /// long line only the surroundings of the place are shown.
    pub fn render(&self, colour: bool) -> String {
        let (line, column) = self.line_column();
        let excerpt = Excerpt::new(&self.source.text, &self.span);
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let name = visible(&self.source.name);
        let title = level.primary_title(self.message.as_str());
        // Columns in the excerpt differ from those in the text where it has escapes.
        let mut columns = column..column;
        let mut group = if self.excerpt == Shown::Line {
            columns.start = excerpt.column();
            let annotation = AnnotationKind::Primary.span(excerpt.span).label(self.label.as_str());
            let snippet = Snippet::source(excerpt.text).path(name.as_str()).line_start(line);
            title.element(snippet.annotation(annotation))
        } else {
            title.element(Origin::path(name.as_str()).line(line).char_column(column))
        };
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        let drawn = draw(group, colour);
        let title = drawn.find('\n').unwrap_or(drawn.len());
        let (title, rest) = drawn.split_at(title);
        let place = |column: usize| format!("{name}:{line}:{column}");
        [title, &rest.replacen(&place(columns.start), &place(columns.end), 1)].concat()
    }
}

impl Error {
    /// The message in full, with place and help; several lines, without a final line break.
    pub fn render(&self, colour: bool) -> String {
        match self {
            Self::Read(error) => {
                let title = Level::ERROR.primary_title(error.message.as_str());
                let group = match &error.help {
                    Some(help) => title.element(Level::HELP.message(help.as_str())),
                    None => title.elements(std::iter::empty::<Padding>()),
                };
                draw(group, colour)
            }
            Self::Diagnostic(diagnostic) => diagnostic.render(colour),
        }
    }
}

/// Draws one report.
fn draw(group: Group<'_>, colour: bool) -> String {
    let renderer = if colour { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
    renderer.render(&[group])
}
