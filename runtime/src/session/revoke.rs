use std::time::Duration;

use super::SuperTokens;
use crate::cdi::RemoveSessions;
use crate::error::CoreError;

/// Waits between the attempts to end a stolen session while the core is away.
const RETRY_DELAYS: [Duration; 4] = [
    Duration::from_secs(1),
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(120),
];

impl SuperTokens {
    /// `POST /recipe/session/remove`; tells whether the session was there.
    pub(crate) async fn remove_session(&self, handle: &str) -> Result<bool, CoreError> {
        let removed = self
            .querier
            .call(&RemoveSessions {
                session_handles: &[handle],
            })
            .await?;
        Ok(removed.session_handles_revoked.len() == 1)
    }

    /// Ends a stolen session. The client's answer does not wait for a core that is away: a task goes on trying.
    pub(crate) async fn remove_stolen_session(&self, handle: &str) {
        let Err(error) = self.remove_session(handle).await else {
            return;
        };
        tracing::error!(session_handle = handle, %error, "a stolen session could not be revoked yet");
        let (super_tokens, handle) = (self.clone(), handle.to_owned());
        tokio::spawn(async move {
            for delay in RETRY_DELAYS {
                tokio::time::sleep(delay).await;
                match super_tokens.remove_session(&handle).await {
                    Ok(_) => {
                        return tracing::info!(
                            session_handle = handle,
                            "the stolen session is revoked"
                        );
                    }
                    Err(error) => {
                        tracing::error!(session_handle = handle, %error, "still not revoked")
                    }
                }
            }
            tracing::error!(
                session_handle = handle,
                "gave up: revoke this stolen session by hand"
            );
        });
    }
}
