//! Where we differ from node on purpose, and what is there instead.

mod changes;

use std::fmt;

use serde_json::Value;

use changes as c;

/// One kind of difference.
#[derive(Clone, Copy)]
pub(crate) struct Difference {
    why: &'static str,
    change: fn(&mut Value),
    /// The numbers of the exchanges.
    of: &'static [u64],
}

/// Every difference. What is listed for an exchange is applied from the top to the bottom.
const DIFFERENCES: [Difference; 17] = [
    Difference {
        why: "whether a tenant allows passwords is asked first, for all addresses and every form, since the core no longer \
              checks it",
        change: c::tenant_is_asked_first,
        of: &[
            1, 2, 6, 7, 8, 10, 11, 12, 13, 16, 17, 18, 19, 20, 21, 27, 28, 85, 89, 90, 91, 92, 97,
            98, 102, 103, 104, 105, 106, 108, 128, 130, 131, 132, 133, 134, 143, 144, 147, 148,
            149, 150, 151, 152, 154, 164, 178,
        ],
    },
    Difference {
        why: "the core's response to signing up or in has the user",
        change: c::user_is_at_hand,
        of: &[3, 11, 12, 13, 16, 17, 18, 27, 28, 79, 106],
    },
    Difference {
        why: "who else has the address matters to account linking only",
        change: c::nobody_else_is_looked_for,
        of: &[
            3, 4, 5, 79, 84, 109, 125, 127, 129, 135, 136, 145, 146, 153, 165,
        ],
    },
    Difference {
        why: "what is read after the address or the password has changed feeds account linking only",
        change: c::nothing_is_read_afterwards,
        of: &[102, 119, 131, 134, 156],
    },
    Difference {
        why: "the payload is read from the core before it is changed, since another request may have changed it",
        change: c::payload_is_read_before_it_changes,
        of: &[111, 123, 124, 127, 158, 168],
    },
    Difference {
        why: "a tenant that there is not is the client's mistake",
        change: c::unknown_tenant_is_the_clients_mistake,
        of: &[25, 26, 34, 93, 120],
    },
    Difference {
        why: "what a tenant does not allow is decided before anything else is read",
        change: c::only_the_tenant_is_asked,
        of: &[25, 93, 169, 170, 171, 173, 174],
    },
    Difference {
        why: "linking to the session's user is not offered, and asking for it is the client's mistake",
        change: c::linking_is_the_clients_mistake,
        of: &[15],
    },
    Difference {
        why: "the core tells passwords apart by their first 72 bytes only",
        change: c::password_is_too_long,
        of: &[57, 163],
    },
    Difference {
        why: "the user's password is too long, so there is no user",
        change: c::credentials_are_wrong,
        of: &[164],
    },
    Difference {
        why: "an address of more than 254 characters is none, and no column of the core holds one of 300",
        change: c::email_is_invalid,
        of: &[162],
    },
    Difference {
        why: "a tenant without passwords answers alike for known and unknown addresses",
        change: c::login_method_is_off,
        of: &[171],
    },
    Difference {
        why: "who may not log in here keeps the session, or anybody's page could send the form and log the user out",
        change: c::session_goes_on,
        of: &[169, 170, 172],
    },
    Difference {
        why: "a tenant without passwords has none to reset",
        change: c::reset_is_not_allowed,
        of: &[173],
    },
    Difference {
        why: "in a tenant without passwords no address has one",
        change: c::nobody_has_the_address,
        of: &[174],
    },
    Difference {
        why: "a link goes to the stored address, not to the one that somebody typed",
        change: c::address_is_the_stored_one,
        of: &[90, 132, 133, 134],
    },
    Difference {
        why: "an e-mail that cannot be sent now is sent later; the response does not tell",
        change: c::nobody_hears_of_the_mail,
        of: &[148],
    },
];

impl Difference {
    /// Makes the recorded exchange into the one that is expected.
    pub(crate) fn apply(self, exchange: &mut Value) {
        (self.change)(exchange);
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.why)
    }
}

/// What a core brings with it that rotates refresh tokens by itself. Node was recorded with one that does not.
const BY_ROTATION: Difference = Difference {
    why: "a core that rotates refresh tokens keeps no parent of one",
    change: c::refresh_token_has_no_parent,
    of: &[160],
};

/// What is different in the exchange of that number.
pub(crate) fn of(seq: u64, core_rotates: bool) -> impl Iterator<Item = Difference> {
    DIFFERENCES
        .into_iter()
        .chain(core_rotates.then_some(BY_ROTATION))
        .filter(move |difference| difference.of.contains(&seq))
}
