//! The command line.

use std::str::FromStr;

use crate::servers::Kind;

const USAGE: &str = "\
just load [--rounds NUMBER] [--seconds NUMBER] [--connections NUMBER] [--server-cpu CPU] [--load-cpu CPU]
just load --growth [--tokens NUMBER] [--millions NUMBER] [--rounds NUMBER] [--seconds NUMBER]
  --rounds       how often each measurement is taken [default: 5]
  --seconds      how long one takes [default: 2]
  --connections  kept open by the load generator [default: 32]
  --server-cpu   where the servers run [default: 0]
  --load-cpu     where the load generator runs [default: as the servers]
  --growth       memory, and more than one worker, instead of the comparison
  --tokens       how many tokens fill the cache [default: 100000]
  --millions     after how many million requests memory is looked at again [default: 1]";

/// What to do.
pub(crate) enum Order {
    /// Compare the servers.
    Compare(Measure),
    /// See what grows.
    Growth(Measure, Growth),
    /// Be a server.
    Serve {
        kind: Kind,
        core: String,
        workers: usize,
    },
    /// Verify this token with the core's keys, and say how long it takes.
    Rsa { token: String, core: String },
    /// Be built.
    Nothing,
}

/// How measurements are taken.
#[derive(Clone, Copy)]
pub(crate) struct Measure {
    pub(crate) rounds: usize,
    pub(crate) seconds: u64,
    pub(crate) connections: usize,
    pub(crate) server_cpu: usize,
    pub(crate) load_cpu: usize,
}

/// How much there is of it.
pub(crate) struct Growth {
    pub(crate) tokens: usize,
    pub(crate) millions: u64,
}

/// Reads the arguments; the error is to be shown.
pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Order, &'static str> {
    let mut wanted = false;
    let mut grow = false;
    let mut measure = Measure {
        rounds: 5,
        seconds: 2,
        connections: 32,
        server_cpu: 0,
        load_cpu: 0,
    };
    let mut load_cpu = None;
    let mut growth = Growth {
        tokens: 100_000,
        millions: 1,
    };
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(USAGE);
        match argument.as_str() {
            // Given by `cargo bench`.
            "--bench" => wanted = true,
            "--growth" => grow = true,
            "--rounds" => measure.rounds = positive(&value()?)?,
            "--seconds" => measure.seconds = positive(&value()?)?,
            "--connections" => measure.connections = positive(&value()?)?,
            "--server-cpu" => measure.server_cpu = number(&value()?)?,
            "--load-cpu" => load_cpu = Some(number(&value()?)?),
            "--tokens" => growth.tokens = positive(&value()?)?,
            "--millions" => growth.millions = positive(&value()?)?,
            "serve" => {
                return Ok(Order::Serve {
                    kind: Kind::of_name(&value()?).ok_or(USAGE)?,
                    core: value()?,
                    workers: positive(&value()?)?,
                });
            }
            "rsa" => {
                return Ok(Order::Rsa {
                    token: value()?,
                    core: value()?,
                });
            }
            _ => return Err(USAGE),
        }
    }
    measure.load_cpu = load_cpu.unwrap_or(measure.server_cpu);
    Ok(match (wanted, grow) {
        (false, _) => Order::Nothing,
        (true, false) => Order::Compare(measure),
        (true, true) => Order::Growth(measure, growth),
    })
}

fn number<T: FromStr>(text: &str) -> Result<T, &'static str> {
    text.parse().map_err(|_| USAGE)
}

fn positive<T: FromStr + Default + PartialOrd>(text: &str) -> Result<T, &'static str> {
    number(text).and_then(|n| if n > T::default() { Ok(n) } else { Err(USAGE) })
}
