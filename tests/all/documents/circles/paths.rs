//! The paths in the text of a file.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Attribute, Item, UseTree};

/// The names of a path.
pub(super) type Names = Vec<String>;

/// Whether an item with the attribute exists only for tests.
pub(super) fn is_test(attribute: &Attribute) -> bool {
    let text = attribute.meta.to_token_stream().to_string().replace(' ', "");
    text == "test" || text.starts_with("cfg(test") || text.starts_with("cfg(all(test")
}

/// The file that `#[path]` names.
pub(super) fn given_path(attribute: &Attribute) -> Option<String> {
    let text = attribute.meta.to_token_stream().to_string();
    Some(text.strip_prefix("path = \"")?.strip_suffix('"')?.to_owned())
}

pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

pub(super) fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// Adds the paths of a `use`, each with its new name.
pub(super) fn flatten(tree: &UseTree, before: &Names, leaves: &mut Vec<(String, Names)>) {
    let with = |name: &dyn ToString| before.iter().cloned().chain([name.to_string()]).collect::<Names>();
    match tree {
        UseTree::Path(path) => flatten(&path.tree, &with(&path.ident), leaves),
        UseTree::Name(name) if name.ident == "self" => {
            leaves.push((before.last().cloned().unwrap_or_default(), before.clone()));
        }
        UseTree::Name(name) => leaves.push((name.ident.to_string(), with(&name.ident))),
        UseTree::Rename(name) => leaves.push((name.rename.to_string(), with(&name.ident))),
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, leaves)),
        UseTree::Glob(_) => panic!("`use {}::*` outside of tests: name what is used", before.join("::")),
    }
}

/// Adds the paths in some tokens, also in macros and attributes. A single name counts if it looks like a type or
/// is called; others may be variables.
pub(super) fn scan(tokens: TokenStream, paths: &mut BTreeSet<Names>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let colons = |at: usize| {
        let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(c)) if c.as_char() == ':');
        colon(at) && colon(at + 1)
    };
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before)).map(ToString::to_string);
        match token {
            TokenTree::Group(group) => scan(group.stream(), paths),
            TokenTree::Ident(name) => {
                let mut names = vec![name.to_string()];
                while let (true, Some(TokenTree::Ident(next))) = (colons(at + 1), tokens.get(at + 3)) {
                    names.push(next.to_string());
                    at += 3;
                }
                let call = |group: &proc_macro2::Group| group.delimiter() == Delimiter::Parenthesis;
                let called = matches!(tokens.get(at + 1), Some(TokenTree::Group(group)) if call(group));
                let is_type = names[0].starts_with(char::is_uppercase);
                let of_a_value = before.as_deref() == Some(".");
                let defines = before.as_deref() == Some("fn");
                if !of_a_value && !defines && (names.len() > 1 || called || is_type) {
                    paths.insert(names);
                }
            }
            _ => {}
        }
        at += 1;
    }
}
