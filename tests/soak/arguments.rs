//! The command line.

use std::path::PathBuf;

const USAGE: &str = "\
just soak [--minutes NUMBER] [--only PART]...
  --minutes  how long it takes in all [default: 10]
  --only     stampedes, outages or kills [default: all three]";

/// What to do.
pub(crate) enum Order {
    /// Soak.
    Soak { minutes: f64, parts: Vec<Part> },
    /// Be the core that is killed.
    Core { file: PathBuf, port: u16 },
    /// Be built.
    Nothing,
}

/// One part of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Stampedes,
    Outages,
    Kills,
}

impl Part {
    const ALL: [Self; 3] = [Self::Stampedes, Self::Outages, Self::Kills];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Stampedes => "stampedes",
            Self::Outages => "outages",
            Self::Kills => "kills",
        }
    }

    /// Its share of the time.
    pub(crate) fn weight(self) -> u32 {
        match self {
            Self::Stampedes | Self::Outages => 2,
            Self::Kills => 1,
        }
    }
}

/// Reads the arguments; the error is to be shown.
pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Order, String> {
    let mut wanted = false;
    let mut minutes = 10.0;
    let mut parts = Vec::new();
    let mut arguments = arguments.peekable();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| USAGE.to_owned());
        match argument.as_str() {
            // Given by `cargo bench`.
            "--bench" => wanted = true,
            "--minutes" => {
                let given: f64 = value()?.parse().map_err(|_| USAGE.to_owned())?;
                minutes = Some(given)
                    .filter(|given| (0.0..10_000.0).contains(given))
                    .ok_or(USAGE)?;
            }
            "--only" => {
                let name = value()?;
                let part = Part::ALL.into_iter().find(|part| part.name() == name);
                parts.push(part.ok_or(USAGE)?);
            }
            "core" => {
                let file = value()?.into();
                let port = value()?.parse().map_err(|_| USAGE.to_owned())?;
                return Ok(Order::Core { file, port });
            }
            _ => return Err(USAGE.to_owned()),
        }
    }
    if parts.is_empty() {
        parts = Part::ALL.to_vec();
    }
    Ok(if wanted {
        Order::Soak { minutes, parts }
    } else {
        Order::Nothing
    })
}
