//! The program: has the library do what the command line asks for, and ends with an exit code.

use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use paredown::cli::{Start, start};

/// Whether standard output was closed (`>&-`). Rust opens `/dev/null` in the place of a closed stream before
/// `main`, so that a result would be lost and nobody told: hence this is looked at before.
static OUTPUT_WAS_CLOSED: AtomicBool = AtomicBool::new(false);

#[cfg(unix)]
ctor::declarative::ctor! {
    // The library has no unsafe code, and here it is in the crate's macro: what runs before `main` has to
    // do without most of Rust's library, and this makes one system call.
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
