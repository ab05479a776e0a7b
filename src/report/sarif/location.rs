//! Places as locations.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_sarif::sarif::{self, ArtifactContent, ArtifactLocation, PhysicalLocation};

use crate::gate::Place;
use crate::parse::visible;
use crate::report::findings::Region;

/// The name of the folder that paths are relative to.
pub(super) const ROOT: &str = "SRCROOT";

/// All that a path in a URI cannot have as it is (RFC 3986); and the colon, which would end a scheme.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where to look, with the text that is there.
pub(super) fn physical(place: &Place) -> PhysicalLocation {
    let artifact = ArtifactLocation::builder()
        .uri(utf8_percent_encode(&place.file, ENCODED).to_string())
        .uri_base_id(ROOT)
        .build();
    let region = Region::from(place);
    let mut location = PhysicalLocation::builder().artifact_location(artifact).region(lines(region)).build();
    if region.start.0 == region.end.0 && is_plain(&place.line) {
        location = with_snippet(location, place, region);
    }
    location
}

fn lines(Region { start, end }: Region) -> sarif::Region {
    sarif::Region::builder()
        .start_line(number(start.0))
        .start_column(number(start.1))
        .end_line(number(end.0))
        .end_column(number(end.1))
        .build()
}

fn number(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Whether the line can be shown as it is. A snippet is exact, or there is none.
fn is_plain(line: &str) -> bool {
    let line = line.replace('\t', " ");
    visible(&line) == line
}

/// The characters of the region, and the line around them. Of more than one line only the first is known, so there is
/// no snippet.
fn with_snippet(mut location: PhysicalLocation, place: &Place, region: Region) -> PhysicalLocation {
    let (from, to) = (region.start.1 - 1, region.end.1 - 1);
    let length = place.line.chars().count();
    if to > length || from >= to {
        return location;
    }
    let content = |text: String| ArtifactContent::builder().text(text).build();
    let own: String = place.line.chars().skip(from).take(to - from).collect();
    if let Some(region) = &mut location.region {
        region.snippet = Some(content(own));
    }
    // It has to be larger than the region (§3.29.5).
    if to - from < length {
        let whole = Region { start: (region.start.0, 1), end: (region.end.0, length + 1) };
        let mut whole = lines(whole);
        whole.snippet = Some(content(place.line.clone()));
        location.context_region = Some(whole);
    }
    location
}
