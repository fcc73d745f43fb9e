//! Expansions compared with the files in `tests/expand`, pretty-printed. `BLESS=1 cargo test -p
//! rocket_supertokens_codegen` writes these files anew.

use std::path::Path;
use std::{env, fs};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Asserts that the expansion is the file of this name.
#[track_caller]
pub(crate) fn assert_golden(name: &str, expansion: &TokenStream) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expand");
    let file = folder.join(name).with_extension("rs");
    let printed = pretty(expansion);
    if env::var_os("BLESS").is_some() {
        fs::write(&file, &printed).expect("the file can be written");
    }
    let golden = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        printed == golden,
        "the expansion is no longer {name}.rs; if it is right, `just goldens` writes that anew:\n{printed}"
    );
}

/// The expansion as a person would write it. An item that does not parse, as unfinished code, stands first and as it is.
fn pretty(expansion: &TokenStream) -> String {
    if let Ok(file) = syn::parse2(expansion.clone()) {
        return printed(&file);
    }
    let is_block = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let mut rest = expansion.clone().into_iter();
    let mut first = TokenStream::new();
    for token in rest.by_ref() {
        let is_end = is_block(&token);
        first.extend([token]);
        if is_end {
            break;
        }
    }
    let rest = syn::parse2(rest.collect()).expect("only the first item does not parse");
    format!("{first}\n\n{}", printed(&rest))
}

/// Its items, an empty line between them.
fn printed(file: &syn::File) -> String {
    let items = file.items.iter().map(|item| {
        let mut alone = file.clone();
        alone.items = vec![item.clone()];
        prettyplease::unparse(&alone)
    });
    items.collect::<Vec<_>>().join("\n")
}
