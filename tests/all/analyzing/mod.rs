//! `paredown analyze`: unused access, found in the exports of an account.

mod account;
mod collect;
mod life;
mod pages;
mod real;
mod recommended;
mod refused;
mod scenarios;
mod twin;
mod verified;
