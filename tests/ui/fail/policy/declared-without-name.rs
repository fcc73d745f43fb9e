use rocket_supertokens::policy;

policy!(check_database);

fn main() {}
