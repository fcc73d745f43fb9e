//! Where the front end keeps its tokens.

use std::fmt;

/// How tokens travel: `tokenTransferMethod` of the front end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Cookie,
    Header,
}

/// As the front end spells it.
impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cookie => "cookie",
            Self::Header => "header",
        })
    }
}
