//! One run of the program: its time, its peak memory, and the size of its output.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a run took.
pub(crate) struct Run {
    pub(crate) seconds: f64,
    /// The peak resident memory; 0 if there is no `/proc`.
    pub(crate) megabytes: f64,
    /// The length of standard output.
    pub(crate) bytes: u64,
}

/// Runs the program; `None` if it took longer than `limit`. It has to end by itself with an exit code of a
/// decision: 0 proved, 1 refuted, 3 unknown, 4 too large for AWS.
pub(crate) fn run(program: &Path, arguments: &[String], limit: Duration) -> Option<Run> {
    let out = tempfile::NamedTempFile::new().expect("there is room for the output");
    let to = File::create(out.path()).expect("the output can be written");
    let mut command = Command::new(program);
    let start = Instant::now();
    let mut child = command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(to)
        .stderr(Stdio::null())
        .spawn()
        .expect("the program can be run");
    let mut megabytes: f64 = 0.0;
    let status = loop {
        megabytes = megabytes.max(peak(child.id()).unwrap_or_default());
        if let Some(status) = child.try_wait().expect("it can be waited for") {
            break status;
        }
        if start.elapsed() > limit {
            child.kill().expect("it can be stopped");
            child.wait().expect("it has stopped");
            return None;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let seconds = start.elapsed().as_secs_f64();
    assert!(matches!(status.code(), Some(0 | 1 | 3 | 4)), "{status} of {arguments:?}");
    let bytes = out.path().metadata().expect("the output is there").len();
    Some(Run { seconds, megabytes, bytes })
}

/// The most memory that a process has had so far (`VmHWM` in `proc_pid_status(5)`).
fn peak(process: u32) -> Option<f64> {
    let mut text = String::new();
    File::open(format!("/proc/{process}/status")).ok()?.read_to_string(&mut text).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// The slope of the logarithm of the measured values over that of the sizes, by least squares.
pub(crate) fn exponent(points: &[(u32, f64)]) -> f64 {
    let logs = points.iter().map(|(size, value)| (f64::from(*size).log2(), value.max(1e-6).log2()));
    let logs: Vec<(f64, f64)> = logs.collect();
    let count = f64::from(u32::try_from(logs.len()).unwrap_or(u32::MAX));
    let mean = |of: fn(&(f64, f64)) -> f64| logs.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|one| one.0), mean(|one| one.1));
    let above: f64 = logs.iter().map(|one| (one.0 - x) * (one.1 - y)).sum();
    let below: f64 = logs.iter().map(|one| (one.0 - x).powi(2)).sum();
    above / below
}
