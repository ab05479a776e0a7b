//! Certificates: written for every case in both modes, accepted by the kernel, and nothing else is.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::evidence::World;
use common::{Case, MODES};
use paredown::certificate::Certificate;
use paredown::certificate::kernel::verify;

#[test]
fn every_case_has_a_certificate() {
    let mut failures = Vec::new();
    for (case, mode) in Case::all("cases").iter().flat_map(|case| MODES.map(|mode| (case, mode))) {
        let world = World::of_case(case, mode);
        match world.certificate(mode) {
            Ok(certificate) => {
                let text = serde_json::to_string(&certificate).unwrap();
                let read: Certificate = serde_json::from_str(&text).unwrap();
                assert_eq!(read, certificate, "{}", case.name);
                assert_eq!(verify(&read, &world.inputs()), Ok(()), "{}", case.name);
            }
            Err(error) => failures.push(format!("{} in mode {}: {error}", case.name, mode.name())),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
