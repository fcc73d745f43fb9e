//! Password hashes: PBKDF2 with HMAC-SHA256.
//!
//! Only the first 72 bytes of a password count, as with the real core's bcrypt.
//!
//! Few rounds, since development sign-ins should be quick; one more reason why this core must not hold
//! passwords of real people.

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2;

use super::error::CryptoError;
use super::hash::hex;
use super::random::secret_hex;

/// What of a password counts.
const BYTES: usize = 72;

const ROUNDS: NonZeroU32 = NonZeroU32::new(1_000).expect("1000 is not zero");

/// A salted hash for the database.
pub(crate) fn hash_password(password: &str) -> Result<String, CryptoError> {
    let salt = secret_hex::<16>()?;
    let hash = derive(password, &salt);
    Ok(format!("{salt}${hash}"))
}

/// Whether the password belongs to a hash made by [`hash_password`].
pub(crate) fn password_matches(password: &str, stored: &str) -> bool {
    stored.split_once('$').is_some_and(|(salt, hash)| {
        aws_lc_rs::constant_time::verify_slices_are_equal(
            derive(password, salt).as_bytes(),
            hash.as_bytes(),
        )
        .is_ok()
    })
}

fn derive(password: &str, salt: &str) -> String {
    let mut out = [0; 32];
    pbkdf2::derive(
        pbkdf2::PBKDF2_HMAC_SHA256,
        ROUNDS,
        salt.as_bytes(),
        password
            .as_bytes()
            .get(..BYTES)
            .unwrap_or(password.as_bytes()),
        &mut out,
    );
    hex(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_matches() -> Result<(), CryptoError> {
        let stored = hash_password("correct horse")?;
        assert!(password_matches("correct horse", &stored));
        assert!(!password_matches("Correct horse", &stored));
        assert!(!password_matches("correct horse", "damaged"));
        assert_ne!(stored, hash_password("correct horse")?);
        Ok(())
    }

    #[test]
    fn what_follows_the_first_72_bytes_does_not_count() -> Result<(), CryptoError> {
        let (whole, cut) = ("é".repeat(36), "a".repeat(71));
        for (given, tried, same) in [
            (format!("{cut}1"), format!("{cut}2"), false),
            (format!("{cut}11"), format!("{cut}12"), true),
            (whole.clone(), format!("{whole}!"), true),
        ] {
            let stored = hash_password(&given)?;
            assert_eq!(password_matches(&tried, &stored), same, "{given} {tried}");
        }
        Ok(())
    }
}
