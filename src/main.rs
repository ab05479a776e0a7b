//! The program: calls the library with the command line, and exits with its exit code.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use paredown::cli::{Start, start};

/// Whether standard output was closed (`>&-`). Rust opens `/dev/null` in place of a closed stream before `main`,
/// so a result would be lost silently; this is therefore checked before that.
static OUTPUT_WAS_CLOSED: AtomicBool = AtomicBool::new(false);

#[cfg(unix)]
ctor::declarative::ctor! {
    // The library has no unsafe code; here it is inside the macro of a crate. What runs before `main` cannot use
    // most of Rust's library; this makes one system call.
    #[ctor(unsafe)]
    fn look_at_output() {
        let closed = rustix::io::fcntl_getfd(rustix::stdio::stdout()) == Err(rustix::io::Errno::BADF);
        OUTPUT_WAS_CLOSED.store(closed, Ordering::Relaxed);
    }
}

fn main() -> ExitCode {
    let found = Start { output_is_closed: OUTPUT_WAS_CLOSED.load(Ordering::Relaxed) };
    ExitCode::from(start(found).code())
}
