#[derive(Deserialize)]
#[claim(crate = ::rocket_supertokens)]
#[serde(rename_all = "camelCase")]
pub struct Account<'a> {
    /// What the user pays for.
    #[serde(default)]
    pub plan: ClaimValue<String>,
    pub(crate) free_seats: Option<ClaimValue<u32>>,
    #[claim(fetch = db::find_team)]
    r#type: Alias,
    #[claim(skip)]
    user_id: &'a str,
}
