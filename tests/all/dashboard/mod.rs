//! The dashboard: what is in it, that nothing in it is markup that should not be, its size, and that it works in a browser.

mod browser;
mod model;
mod page;
