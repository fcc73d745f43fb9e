//! What a test puts into its core: users, roles, tenants.

use super::TestCore;
use crate::cdi::{
    AddRoleToUser, CreateEmailToken, CreateEmailTokenResponse, CreateRole, PUBLIC_TENANT,
    PutTenant, SignUp, SignUpResponse, TenantId, UserById, UserResponse, VerifyEmail,
};
use crate::error::Chain;

impl TestCore {
    /// Makes a role with permissions, or adds permissions to a role.
    #[track_caller]
    pub fn create_role<'a>(&self, role: &str, permissions: impl IntoIterator<Item = &'a str>) {
        let permissions: Vec<_> = permissions.into_iter().collect();
        self.call(&CreateRole {
            role,
            permissions: &permissions,
        });
    }

    /// Gives a role to a user, who need not exist. The role is made if there is none of that name.
    ///
    /// A session whose token already says which roles the user has, also that there are none, keeps them until the claim
    /// is fetched again, as in production.
    #[track_caller]
    pub fn add_role_to_user(&self, user_id: &str, role: &str) {
        self.add_role_in(PUBLIC_TENANT, user_id, role);
    }

    #[track_caller]
    pub(in crate::testing) fn add_role_in(&self, tenant_id: &str, user_id: &str, role: &str) {
        self.create_role(role, []);
        self.call(&AddRoleToUser {
            tenant_id: tenant(tenant_id),
            user_id,
            role,
        });
    }

    /// Makes a user who can sign in with an address and a password, and returns the user id.
    ///
    /// # Panics
    /// If the address is taken, or address or password is empty.
    #[track_caller]
    pub fn create_user(&self, email: &str, password: &str) -> String {
        let call = SignUp {
            tenant_id: tenant(PUBLIC_TENANT),
            email,
            password,
        };
        match self.call(&call) {
            SignUpResponse::Ok { user, .. } => user.id,
            SignUpResponse::EmailAlreadyExistsError => {
                panic!("there is a user with the address {email:?} already")
            }
        }
    }

    /// Makes a user with this id and this address, who has no password. Nothing changes if there is such a user.
    ///
    /// # Panics
    /// If the address is taken by another user.
    #[track_caller]
    pub fn add_user(&self, user_id: &str, email: &str) {
        let added = self.0.core.add_user(user_id, email);
        let added = match added {
            Ok(added) => added,
            Err(error) => panic!("the core of the test fails: {}", Chain(&error)),
        };
        assert!(
            added
                || self
                    .email_of(user_id)
                    .is_some_and(|known| known.eq_ignore_ascii_case(email)),
            "the user {user_id:?} has another address, or {email:?} is another user's"
        );
    }

    /// Marks the address of a user as verified.
    ///
    /// # Panics
    /// If the core knows no user with this id, or none with an address.
    #[track_caller]
    pub fn verify_email_of(&self, user_id: &str) {
        let Some(email) = self.email_of(user_id) else {
            panic!("the core has no user {user_id:?} with an address: make one with `add_user`");
        };
        let token = self.call(&CreateEmailToken {
            tenant_id: tenant(PUBLIC_TENANT),
            user_id,
            email: &email,
        });
        if let CreateEmailTokenResponse::Ok { token } = token {
            self.call(&VerifyEmail {
                tenant_id: tenant(PUBLIC_TENANT),
                method: "token",
                token: &token,
            });
        }
    }

    /// Makes a tenant. Nothing changes if there is one of that name.
    #[track_caller]
    pub fn create_tenant(&self, tenant_id: &str) {
        // Its name is checked here, because the core would make something else of it.
        tenant(tenant_id);
        self.call(&PutTenant { tenant_id });
    }

    #[track_caller]
    pub(in crate::testing) fn email_of(&self, user_id: &str) -> Option<String> {
        let UserResponse::Ok { user } = self.call(&UserById { user_id }) else {
            return None;
        };
        let mut methods = user.login_methods.into_iter();
        methods
            .find(|method| method.recipe_user_id == user_id)?
            .email
    }
}

#[track_caller]
pub(in crate::testing) fn tenant(name: &str) -> TenantId<'_> {
    match TenantId::new(name) {
        Ok(tenant) => tenant,
        Err(error) => panic!("{error}"),
    }
}
