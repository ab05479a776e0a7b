//! Times.

use serde::Serialize;

use crate::job;

/// The time that the parts of a job took, in milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Times {
    recommend: f64,
    certify: f64,
    smt: f64,
    automata: f64,
}

impl From<job::Times> for Times {
    fn from(times: job::Times) -> Self {
        let millis = |time: std::time::Duration| (time.as_secs_f64() * 1e6).round() / 1e3;
        Self {
            recommend: millis(times.recommend),
            certify: millis(times.certify),
            smt: millis(times.smt),
            automata: millis(times.automata),
        }
    }
}
