//! Password hashes: PBKDF2 with HMAC-SHA256.
//!
//! Few rounds, since development sign-ins should be quick; one more reason why this core must not hold
//! passwords of real people.

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2;

use super::error::CryptoError;
use super::hash::hex;
use super::random::secret_hex;

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
        password.as_bytes(),
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
}
