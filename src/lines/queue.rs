//! Items in, lines out in the same order, with a bounded number of items in between.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::error::LinesError;
use super::items::{Item, Items, TooLong};

/// The state shared by the threads. Whoever needs both locks takes the input's first, so answers are written
/// while another thread waits for the next item.
pub(crate) struct Queue<R, W> {
    input: Mutex<Input<R>>,
    state: Mutex<State<W>>,
    /// Signalled when a line has been written.
    written: Condvar,
    /// How many items may be taken whose lines are not yet written.
    window: usize,
}

struct Input<R> {
    items: Items<R>,
    /// The number of items taken.
    taken: usize,
    /// Whether all items were taken.
    end: bool,
}

struct State<W> {
    output: W,
    /// The number of lines written.
    done: usize,
    /// Answers that wait for an earlier one.
    waiting: BTreeMap<usize, String>,
    /// The reason for not taking any more items.
    stopped: Option<Stopped>,
}

/// Why no more items are taken although there are some.
enum Stopped {
    /// Something went wrong.
    Error(LinesError),
    /// Nobody reads the answers any more.
    ReaderGone,
}

/// How the work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// All items were taken and answered.
    AtTheEnd,
    /// Nobody read the answers any more; there may be items left.
    Early,
}

impl<R: BufRead, W: Write> Queue<R, W> {
    pub(crate) fn new(items: Items<R>, output: W, window: usize) -> Self {
        let input = Input { items, taken: 0, end: false };
        let state = State { output, done: 0, waiting: BTreeMap::new(), stopped: None };
        Self { input: Mutex::new(input), state: Mutex::new(state), written: Condvar::new(), window }
    }

    fn state(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next item and its number, from 0; `None` at the end, or when something went wrong.
    pub(crate) fn take(&self) -> Option<(usize, Result<Item, TooLong>)> {
        let mut input = self.input.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.state();
        while input.taken >= state.done + self.window && state.stopped.is_none() {
            state = self.written.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if input.end || state.stopped.is_some() {
            return None;
        }
        drop(state);
        match input.items.next() {
            Ok(Some(item)) => {
                let number = input.taken;
                input.taken += 1;
                return Some((number, item));
            }
            Ok(None) => {}
            Err(error) => self.state().stop(Stopped::Error(LinesError::Input(error))),
        }
        input.end = true;
        None
    }

    /// Accepts the answer to an item. Writes it, and the answers waiting for it, once all earlier ones are written:
    /// whole lines, at once. An item without an answer produces no line.
    pub(crate) fn give(&self, number: usize, answer: Option<String>) {
        let mut state = self.state();
        state.waiting.insert(number, answer.map_or_else(String::new, |line| format!("{line}\n")));
        let mut lines = String::new();
        while let Some(next) = {
            let done = state.done;
            state.waiting.remove(&done)
        } {
            state.done += 1;
            lines.push_str(&next);
        }
        state.write(&lines);
        self.written.notify_all();
    }

    /// How the work ended, if nothing went wrong with the input or the output.
    pub(crate) fn finish(&self) -> Result<Ended, LinesError> {
        let all = self.input.lock().unwrap_or_else(PoisonError::into_inner).end;
        match self.state().stopped.take() {
            Some(Stopped::Error(error)) => Err(error),
            Some(Stopped::ReaderGone) if !all => Ok(Ended::Early),
            Some(Stopped::ReaderGone) | None => Ok(Ended::AtTheEnd),
        }
    }
}

impl<W: Write> State<W> {
    fn write(&mut self, lines: &str) {
        if lines.is_empty() || self.stopped.is_some() {
            return;
        }
        match self.output.write_all(lines.as_bytes()).and_then(|()| self.output.flush()) {
            Ok(()) => {}
            // A reader that has seen enough is not an error.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => self.stop(Stopped::ReaderGone),
            Err(error) => self.stop(Stopped::Error(LinesError::Output(error))),
        }
    }

    /// Stops taking items; the first reason counts.
    fn stop(&mut self, why: Stopped) {
        self.stopped.get_or_insert(why);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;
    use crate::parse::Limits;

    /// An input that provides what is sent to it, and waits in between.
    struct Sent(Receiver<Vec<u8>>);

    impl io::Read for Sent {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let bytes = self.0.recv().unwrap_or_default();
            to[..bytes.len()].copy_from_slice(&bytes);
            Ok(bytes.len())
        }
    }

    /// An output that passes on what is written to it.
    struct Sending(Sender<Vec<u8>>);

    impl Write for Sending {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let sent = self.0.send(bytes.to_vec());
            sent.map(|()| bytes.len()).map_err(|_| io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_answer_does_not_wait_for_the_next_job() {
        let ((jobs, sent), (output, answers)) = (channel(), channel());
        jobs.send(b"1\n".to_vec()).unwrap();
        let items = Items::new(io::BufReader::new(Sent(sent)), "test", Limits::default()).unwrap();
        let queue = Arc::new(Queue::new(items, Sending(output), 8));
        let (number, _) = queue.take().unwrap();
        let waiting = std::thread::spawn({
            let queue = Arc::clone(&queue);
            move || queue.take().is_none()
        });
        queue.give(number, Some("one".to_owned()));
        assert_eq!(answers.recv().unwrap(), b"one\n");
        drop(jobs);
        assert!(waiting.join().unwrap());
    }

    #[test]
    fn a_reader_that_goes_ends_it_and_what_is_left_is_not_done() {
        for (text, ended) in [("1\n2\n3\n", Ended::Early), ("1\n", Ended::AtTheEnd)] {
            let (output, answers) = channel();
            let items = Items::new(text.as_bytes(), "test", Limits::default()).unwrap();
            let queue = Queue::new(items, Sending(output), 8);
            drop(answers);
            let (number, _) = queue.take().unwrap();
            if ended == Ended::AtTheEnd {
                assert!(queue.take().is_none());
            }
            queue.give(number, Some("one".to_owned()));
            assert!(queue.take().is_none());
            assert_eq!(queue.finish().unwrap(), ended);
        }
    }
}
