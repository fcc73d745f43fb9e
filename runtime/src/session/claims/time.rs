//! Claims, the application's own among them, compare with the system's time: when it is asked for and when it is noted
//! down, they ask nobody else. With a clock that a test has moved, their times are translated on the way in and out.

use std::sync::Arc;

use serde_json::Value;

use crate::cdi::JsonObject;
use crate::clock::Clock;

/// The payload by the system's time, for claims to look at.
pub(super) fn by_the_system(payload: Arc<JsonObject>, clock: &Clock) -> Arc<JsonObject> {
    let ahead = ahead_ms(clock);
    if ahead == 0 {
        return payload;
    }
    let mut payload = Arc::unwrap_or_clone(payload);
    translate(&mut payload, |time| time.saturating_sub(ahead));
    Arc::new(payload)
}

/// What claims have noted down, by the clock, for the session to keep.
pub(super) fn by_the_clock(mut update: JsonObject, clock: &Clock) -> JsonObject {
    let ahead = ahead_ms(clock);
    if ahead > 0 {
        translate(&mut update, |time| time.saturating_add(ahead));
    }
    update
}

fn ahead_ms(clock: &Clock) -> u64 {
    u64::try_from(clock.ahead().as_millis()).unwrap_or(u64::MAX)
}

/// The `t` of each `{"v": .., "t": ..}`.
fn translate(payload: &mut JsonObject, change: impl Fn(u64) -> u64) {
    for entry in payload.values_mut().filter_map(Value::as_object_mut) {
        if entry.contains_key("v")
            && let Some(time) = entry.get_mut("t")
            && let Some(ms) = time.as_u64()
        {
            *time = change(ms).into();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    fn payload() -> JsonObject {
        let payload = json!({
            "plan": { "v": "pro", "t": 5000 },
            "old": { "v": [], "t": 999 },
            "iat": 5000, "t": 5000, "other": { "t": 5000 }, "odd": { "v": 1, "t": "5000" },
        });
        payload.as_object().expect("an object").clone()
    }

    #[test]
    fn only_the_times_of_claims_are_translated_and_back_again() {
        let clock = Clock::movable();
        clock.advance(Duration::from_secs(1));
        let seen = by_the_system(Arc::new(payload()), &clock);
        let mut expected = payload();
        expected["plan"]["t"] = 4000.into();
        expected["old"]["t"] = 0.into();
        assert_eq!(*seen, expected);
        assert_eq!(
            by_the_clock(Arc::unwrap_or_clone(seen), &clock)["plan"]["t"],
            5000
        );
    }

    #[test]
    fn without_a_moved_clock_nothing_is_copied() {
        let payload = Arc::new(payload());
        for clock in [Clock::default(), Clock::movable()] {
            assert!(Arc::ptr_eq(
                &by_the_system(Arc::clone(&payload), &clock),
                &payload
            ));
        }
    }
}
