//! One line of the input: a request, perhaps with policies of its own.

use std::sync::Arc;

use serde_json::value::RawValue;

use super::answer::Failed;
use super::cache::Cache;
use super::layers::{Home, Kind, Layer, Layers, Policy};
use super::request::{Asked, NOT_A_WILDCARD};
use crate::intake::{Ownership, SaidBy, Whose};
use crate::lines::{Id, Item, Part, Spot};
use crate::parse::{self, Diagnostic, Located, Object, Strictness, compacted};

/// The help for something that is not a line.
const SHAPE: &str =
    "a line is `{\"id\": …, \"policy\": …, \"request\": {\"action\": …, \"resource\": …, \"context\": …}}`";

/// The members of a line. Other members are passed through to the answer.
const MEMBERS: [&str; 6] = ["id", "policy", "policies", "boundary", "scps", "request"];

/// What is in a line.
pub(super) struct Line {
    /// The identifier of the answer.
    pub(super) id: Id,
    /// What decides.
    pub(super) layers: Layers,
    /// The request.
    pub(super) asked: Asked,
    /// What the user should look at in it.
    pub(super) warnings: Vec<Spot>,
    /// The unknown members, as they are written.
    pub(super) passed: Vec<(String, Box<RawValue>)>,
}

/// What lines have in common.
#[derive(Clone, Copy)]
pub(super) struct Common<'a> {
    /// The name of the input.
    pub(super) name: &'a str,
    /// The layers of the command line, in place of which a line may have its own.
    pub(super) layers: &'a Layers,
    /// The policies that were read so far.
    pub(super) cache: &'a Cache,
    /// Members of answers, which are not passed through.
    pub(super) names: &'a [&'a str],
}

impl Line {
    /// Reads a line.
    pub(super) fn read(item: &Item, common: Common<'_>) -> Result<Self, Box<Failed>> {
        let own = Part::whole(item, common.name).map_err(|spot| Failed::new(Id::default(), spot))?;
        let unread = |error: Diagnostic| Failed::new(Id::default(), own.spot(&error));
        let root = parse::json(&own.source, Strictness::Strict).map_err(unread)?;
        let object = Located::new(&root, &own.source).expect_object("a line").map_err(unread)?;
        // Answers come in the order of the lines, so a line may have no `id`.
        let id = object.get("id").map(Id::read).transpose().map_err(unread)?.unwrap_or_default();
        let mut reader = Reader { object: &object, own: &own, common, warnings: Vec::new() };
        match reader.line() {
            Ok((layers, asked)) => {
                let passed = reader.passed();
                Ok(Self { id, layers, asked, warnings: reader.warnings, passed })
            }
            Err(spot) => Err(Failed::passing(id, *spot, reader.passed())),
        }
    }
}

/// Reads the members of a line.
struct Reader<'l, 'c> {
    object: &'l Object<'l>,
    /// The whole line.
    own: &'l Part,
    common: Common<'c>,
    warnings: Vec<Spot>,
}

type Read<T> = Result<T, Box<Spot>>;

impl Reader<'_, '_> {
    fn line(&mut self) -> Read<(Layers, Asked)> {
        let Some(request) = self.object.get("request") else {
            let error = self.object.place().error("the line has no `request`", "no `request` here");
            return self.placed(Err(error.with_help(SHAPE)));
        };
        let asked = self.placed(Asked::read(request))?;
        if asked.looks_like_pattern() {
            self.warn(request, NOT_A_WILDCARD);
        }
        Ok((self.layers()?, asked))
    }

    /// The layers: those of the line, and for what it does not have those of the command line.
    fn layers(&mut self) -> Read<Layers> {
        let given = self.common.layers;
        let (policies, boundary, scps) = (self.policies()?, self.boundary()?, self.scps()?);
        if policies.is_none() && given.of(|kind| kind == Kind::Policies).next().is_none() {
            let error = self.object.place().error("the line has no `policy`", "no `policy` here");
            return self.placed(Err(error.with_help("give one in each line, or one for all with --policy")));
        }
        if policies.is_none() && boundary.is_none() && scps.is_none() {
            return Ok(given.clone());
        }
        let mut all = Vec::new();
        for (own, wanted) in [
            (policies.map(|own| vec![own]), is_policies as fn(Kind) -> bool),
            (boundary.map(|own| vec![own]), is_boundary),
            (scps, is_scps),
        ] {
            match own {
                Some(own) => all.extend(own.into_iter().map(Arc::new)),
                None => all.extend(given.of(wanted).map(Arc::clone)),
            }
        }
        Ok(Layers::new(all))
    }

    /// The policies of the principal.
    fn policies(&mut self) -> Read<Option<Layer>> {
        let (one, several) = (self.object.get("policy"), self.object.get("policies"));
        let (what, items) = match (one, several) {
            (None, None) => return Ok(None),
            (Some(_), Some(list)) => {
                return self
                    .placed(Err(list.error("the line has `policy` and `policies`", "give one of them")));
            }
            (Some(one), None) => ("policy", vec![one]),
            (None, Some(list)) => ("policies", self.list(list, "`policies`")?),
        };
        let mut whose = Whose::default();
        let mut all = Vec::new();
        for item in items {
            // In `{"name": …, "policy": …}`, the name is for a policy that does not state its own.
            let wrapper = item.object().filter(|one| several.is_some() && one.get("policy").is_some());
            let (name, policy) = match &wrapper {
                Some(object) => {
                    self.placed(object.expect_keys("an element of `policies`", &["name", "policy"]))?;
                    let name = object.get("name").map(|name| name.expect_string("`name`")).transpose();
                    (self.placed(name)?, object.get("policy").unwrap_or(item))
                }
                None => (None, item),
            };
            self.policy(policy, what, name, Some(&mut whose), &mut all)?;
        }
        Ok(Some(Layer::new(Kind::Policies, all)))
    }

    fn boundary(&mut self) -> Read<Option<Layer>> {
        let Some(boundary) = self.object.get("boundary").filter(|boundary| !boundary.is_null()) else {
            return Ok(None);
        };
        let mut all = Vec::new();
        self.policy(boundary, "boundary", None, None, &mut all)?;
        if all.len() > 1 {
            return self.placed(Err(boundary.error("`boundary` is several policies", "one is expected")));
        }
        Ok(Some(self.layer(Kind::Boundary, all, boundary)))
    }

    /// The levels of SCPs, each a policy or a list of policies.
    fn scps(&mut self) -> Read<Option<Vec<Layer>>> {
        let Some(levels) = self.object.get("scps") else { return Ok(None) };
        let mut layers = Vec::new();
        for (level, place) in self.placed(levels.expect_list("`scps`"))?.into_iter().enumerate() {
            let items =
                if place.items().is_some() { self.list(place, "a level of `scps`")? } else { vec![place] };
            let mut all = Vec::new();
            for item in items {
                self.policy(item, "scps", None, None, &mut all)?;
            }
            layers.push(self.layer(Kind::Scps(level + 1), all, place));
        }
        Ok(Some(layers))
    }

    /// A layer; warns if it denies everything.
    fn layer(&mut self, kind: Kind, policies: Vec<Policy>, place: Located<'_>) -> Layer {
        let layer = Layer::new(kind, policies);
        if let Some(warning) = layer.warning() {
            self.warn(place, warning);
        }
        layer
    }

    /// A list that is not empty.
    fn list<'a>(&self, list: Located<'a>, what: &str) -> Read<Vec<Located<'a>>> {
        let items = self.placed(list.expect_list(what))?;
        if items.is_empty() {
            return self.placed(Err(list.error(format!("{what} has no policies"), "an empty list")));
        }
        Ok(items)
    }

    /// Adds the policies that a member is: usually one.
    fn policy(
        &mut self,
        place: Located<'_>,
        what: &str,
        name: Option<&str>,
        mut whose: Option<&mut Whose>,
        all: &mut Vec<Policy>,
    ) -> Read<()> {
        let part = Part::new(&self.own.source, what, place.span(), self.own.start);
        let text = self.common.cache.read(&part.source).map_err(|error| Box::new(part.spot(&error)))?;
        let part = Part { source: Arc::clone(&text.source), ..part };
        self.warnings.extend(text.warnings.iter().map(|warning| part.spot(warning)));
        for (stated, principal, read) in &text.policies {
            // Of a member that is a list, the names are distinct.
            let only = all.is_empty() && text.policies.len() == 1 && matches!(what, "policy" | "boundary");
            let numbered = || if only { what.to_owned() } else { format!("{what}[{}]", all.len()) };
            let own = name.or(stated.as_deref()).map_or_else(numbered, str::to_owned);
            if let Some(whose) = whose.as_deref_mut() {
                let said_by = SaidBy::Policy(own.clone());
                let claim = Ownership { said_by, principal: principal.clone(), place: None };
                if let Err(stranger) = whose.add(&claim) {
                    let error = place.error(stranger.message.as_str(), "this one");
                    return self.placed(Err(error.with_help(stranger.help.as_str())));
                }
            }
            let as_written = Arc::ptr_eq(read.parsed.document.source(), &text.source);
            let home = Home::Line { before: part.before, as_written };
            all.push(Policy { name: own, home, read: Arc::clone(read) });
        }
        Ok(())
    }

    fn warn(&mut self, place: Located<'_>, message: impl Into<String>) {
        self.warnings.push(self.own.spot(&place.error(message, "").as_warning()));
    }

    /// The value, or the error at its place in the line.
    fn placed<T>(&self, result: Result<T, Diagnostic>) -> Read<T> {
        result.map_err(|error| Box::new(self.own.spot(&error)))
    }

    /// The unknown members, each on one line; warns of those that are named like a member of the answer, or nearly like
    /// one of the line.
    fn passed(&mut self) -> Vec<(String, Box<RawValue>)> {
        let mut passed = Vec::new();
        for member in self.object.members().filter(|member| !MEMBERS.contains(&member.name)) {
            let before = self.own.source.text.get(..member.name_span.start).unwrap_or_default();
            let mut warn = |message: String, help: Option<String>| {
                let spot = Spot::whole(self.own.start.line, message);
                self.warnings.push(Spot { column: Some(before.chars().count() + 1), help, ..spot });
            };
            if self.common.names.contains(&member.name) {
                let message =
                    format!("`{}` is not passed through: answers have one of their own", member.name);
                warn(message, None);
                continue;
            }
            if let Some(near) = parse::nearest(member.name, MEMBERS) {
                let message =
                    format!("`{}` is passed through, and has no effect", member.name.escape_debug());
                warn(message, Some(format!("did you mean `{near}`?")));
            }
            let raw = member.value.raw();
            let raw = if raw.contains('\n') { compacted(raw) } else { raw.to_owned() };
            passed.extend(RawValue::from_string(raw).map(|value| (member.name.to_owned(), value)));
        }
        passed
    }
}

fn is_policies(kind: Kind) -> bool {
    kind == Kind::Policies
}

fn is_boundary(kind: Kind) -> bool {
    kind == Kind::Boundary
}

fn is_scps(kind: Kind) -> bool {
    matches!(kind, Kind::Scps(_))
}
