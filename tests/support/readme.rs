//! The README's code compiles: its blocks are tests of this package's documentation.

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
