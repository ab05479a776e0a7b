(** How the strings are split into parts, and the languages of one part as terms. Rust: [src/prove/smt/parts.rs],
    [list.rs] and [part_languages.rs] next to it. *)

From Coq Require Import List Bool Arith Lia Permutation.
From Paredown Require Import Glob Prefix Lists Certificate World SmtTerm SmtUnion.
Import ListNotations.

(** An Action element, or a NotAction one; folded. *)
Record Element (A : Type) : Type := { excludes : bool; members : list (pattern A) }.
Arguments excludes {A} _.
Arguments members {A} _.

(** Two elements that are compared, and the elements that deny everywhere: those of D(P), and those of D(R). *)
Record Pair (A : Type) : Type :=
  { before : Element A; after : Element A; refused_before : list (Element A); refused_after : list (Element A) }.
Arguments before {A} _.
Arguments after {A} _.
Arguments refused_before {A} _.
Arguments refused_after {A} _.

(** A part, named by the prefixes of its strings. The services of [AllOf] are treated alike by all elements, and
    asked about at once. The strings of [Others] begin with none of the prefixes. *)
Inductive Part (A : Type) : Type :=
| One_ (w : list A)
| AllOf (w : list A) (ws : list (list A))
| Others (ws : list (list A)).
Arguments One_ {A} w.
Arguments AllOf {A} w ws.
Arguments Others {A} ws.

Section Parts.
Context {A : Type} {alphabet : Alphabet A}.
Variable sorts : sym A -> sym A -> bool.

Notation L := (L eqb).
Notation Ls := (Ls eqb).
Notation prefixb := (prefixb eqb).
Notation stringb := (stringb eqb).
Notation residuals := (residuals eqb).
Notation union_of := (union_of sorts).

Definition in_element (e : Element A) (x : list A) : Prop :=
  if excludes e then ~ Ls (members e) x else Ls (members e) x.

Lemma Ls_decidable : forall ps x, {Ls ps x} + {~ Ls ps x}.
Proof.
  intros ps x. destruct (existsb (fun p => matches eqb p x) ps) eqn:E; [left|right].
  - apply existsb_exists in E. exact E.
  - intros [p [Hp H]]. assert (T : existsb (fun p => matches eqb p x) ps = true) by (apply existsb_exists; now exists p).
    congruence.
Qed.

Lemma in_element_decidable : forall e x, {in_element e x} + {~ in_element e x}.
Proof. intros e x. unfold in_element. destruct (excludes e), (Ls_decidable (members e) x); tauto. Qed.

(** ** Services *)

(** Up to the first colon. *)
Fixpoint to_colon (x : list A) : option (list A) :=
  match x with
  | [] => None
  | c :: x' => if eqb c colon then Some [c] else option_map (cons c) (to_colon x')
  end.

(** The service that a pattern names, with its colon. Rust: [Pattern::service]. *)
Definition service_named (p : pattern A) : option (list A) := to_colon (head p).

(** [w] is a service with its colon. *)
Definition is_service (w : list A) : Prop := exists s, w = s ++ [colon] /\ ~ In colon s.

Lemma to_colon_service : forall x w, to_colon x = Some w -> is_service w /\ prefix w x.
Proof.
  induction x as [|c x IH]; simpl; intros w H; [discriminate|].
  destruct (eqb c colon) eqn:E.
  - injection H as <-. apply eqb_eq in E as ->. split; [now exists [] | now exists x].
  - destruct (to_colon x) as [v|]; [|discriminate]. injection H as <-.
    destruct (IH v eq_refl) as [[s [-> Hs]] [rest ->]]. split; [|now exists rest].
    exists (c :: s). split; [reflexivity|]. intros [->|H]; [|now apply Hs].
    rewrite (eqb_refl eqb_eq) in E. discriminate.
Qed.

Lemma service_to_colon : forall w x, is_service w -> prefix w x -> to_colon x = Some w.
Proof.
  intros w x [s [-> Hs]] [rest ->]. induction s as [|c s IH]; simpl.
  - now rewrite (eqb_refl eqb_eq).
  - destruct (eqb c colon) eqn:E; [apply eqb_eq in E as ->; destruct Hs; now left|].
    rewrite IH; [reflexivity|]. intro H. apply Hs. now right.
Qed.

(** No service begins another. *)
Lemma one_service : forall w v x, is_service w -> is_service v -> prefix w x -> prefix v x -> w = v.
Proof.
  intros w v x Hw Hv Pw Pv. apply (service_to_colon w x Hw) in Pw. apply (service_to_colon v x Hv) in Pv. congruence.
Qed.

Lemma colon_to_colon : forall x, In colon x -> exists w, to_colon x = Some w.
Proof.
  induction x as [|c x IH]; simpl; intro H; [destruct H|].
  destruct (eqb c colon) eqn:E; [now exists [c]|]. destruct H as [->|H].
  - rewrite (eqb_refl eqb_eq) in E. discriminate.
  - destruct (IH H) as [w ->]. now exists (c :: w).
Qed.

(** All that a pattern matches begins with the service that it names. *)
Lemma named_prefix : forall p w x, service_named p = Some w -> L p x -> prefix w x.
Proof.
  intros p w x H HL. apply to_colon_service in H as [_ H]. apply (prefix_trans H). now apply (head_prefix eqb_eq).
Qed.

Definition values {T : Type} (l : list (option T)) : list T :=
  flat_map (fun o => match o with Some x => [x] | None => [] end) l.

Lemma values_in : forall (T : Type) (l : list (option T)) x, In x (values l) <-> In (Some x) l.
Proof.
  intros T l x. unfold values. rewrite in_flat_map. split.
  - intros [[y|] [Hy H]]; simpl in H; [destruct H as [->|[]]; exact Hy | destruct H].
  - intro H. exists (Some x). simpl. auto.
Qed.

(** The services that an element names. Rust: the keys of [List::by_service]. *)
Definition named (e : Element A) : list (list A) := values (map service_named (members e)).

Lemma named_in : forall e w, In w (named e) <-> exists p, In p (members e) /\ service_named p = Some w.
Proof.
  intros e w. unfold named. rewrite values_in, in_map_iff. split; intros [p [H1 H2]]; exists p; auto.
Qed.

Definition anywhere (p : pattern A) : bool := match service_named p with None => true | Some _ => false end.

(** Whether it may match something in services that no pattern names. *)
Definition reaches_everywhere (e : Element A) : bool := excludes e || existsb anywhere (members e).

(** ** The inputs *)

Variable pair : Pair A.
Variable known : list (Action A).
Variable unused : UnusedSet A.

Definition elements : list (Element A) := before pair :: after pair :: refused_before pair ++ refused_after pair.

Definition everywhere_reached : bool := reaches_everywhere (before pair) || reaches_everywhere (after pair).

(** ** The parts *)

(** The prefixes of services that matter. *)
Definition prefixes : list (list A) :=
  first_each stringb
    (named (before pair) ++ named (after pair)
     ++ if everywhere_reached then
          values (map (fun a => to_colon (folded a)) known) ++ map service_prefix (services unused)
          ++ flat_map named (refused_before pair ++ refused_after pair)
        else []).

(** Whether a service is unused as a whole. *)
Definition whole (w : list A) : bool := existsb (fun s => stringb (service_prefix s) w) (services unused).

(** What the patterns of an element are after a prefix. Those that name another service are none. *)
Definition tails_after (w : list A) (e : Element A) : list (pattern A) := flat_map (fun p => residuals p w) (members e).

Definition by_itself (w : list A) : bool := whole w || existsb (fun e => existsb (stringb w) (named e)) elements.

(** How the elements treat a service. *)
Definition treatment (w : list A) : list (list (pattern A)) := map (tails_after w) elements.

Definition treated_alike : list (list (pattern A)) -> list (list (pattern A)) -> bool :=
  list_eqb (list_eqb pattern_eqb).

(** Services grouped by treatment. *)
Fixpoint grouped (w : list A) (groups : list (list (list (pattern A)) * (list A * list (list A))))
  : list (list (list (pattern A)) * (list A * list (list A))) :=
  match groups with
  | [] => [(treatment w, (w, []))]
  | (t, (v, vs)) :: groups' =>
      if treated_alike t (treatment w) then (t, (v, vs ++ [w])) :: groups' else (t, (v, vs)) :: grouped w groups'
  end.

Definition group_part (group : list A * list (list A)) : Part A :=
  match group with (w, []) => One_ w | (w, ws) => AllOf w ws end.

(** The parts. With [alike], services that no pattern names and that all elements treat alike are one part. *)
Definition parts (alike : bool) : list (Part A) :=
  let single := filter (fun w => by_itself w || negb alike) prefixes in
  let others := filter (fun w => negb (by_itself w || negb alike)) prefixes in
  map One_ single
  ++ map (fun group => group_part (snd group)) (fold_left (fun groups w => grouped w groups) others [])
  ++ if everywhere_reached || is_nil prefixes then [Others prefixes] else [].

(** ** The languages of a part *)

Definition tails (part : Part A) (e : Element A) : list (pattern A) :=
  match part with
  | One_ w | AllOf w _ => tails_after w e
  | Others _ => filter anywhere (members e)
  end.

Definition element_term (part : Part A) (e : Element A) : term A :=
  let matched := union_of (tails part e) in
  let language := if excludes e then Comp matched else matched in
  match part with
  | Others ws => Diff language (union_of (map prefix_pattern ws))
  | _ => language
  end.

(** The prefixes of a part's strings. *)
Definition part_prefixes (part : Part A) : list (list A) :=
  match part with One_ w => [w] | AllOf w ws => w :: ws | Others _ => [] end.

(** Prefixes of all that one of the two elements matches in a service. Rust: [reach]. *)
Definition reach (w : list A) : list (list A) :=
  if everywhere_reached then [w]
  else flat_map (fun p => match service_named p with
                          | Some v => if stringb v w then [head p] else []
                          | None => []
                          end) (members (before pair) ++ members (after pair)).

Definition begins (heads : list (list A)) (x : list A) : bool := existsb (fun h => prefixb h x) heads.

Definition after_prefix (w x : list A) : pattern A := literal (skipn (length w) x).

Definition together (part : Part A) : bool := match part with AllOf _ _ => true | _ => false end.

(** The names of known actions: where services are asked about at once, of those only that are not unused. *)
Definition names (part : Part A) : list (pattern A) :=
  flat_map (fun w =>
      let heads := reach w in
      map (fun a => after_prefix w (folded a))
        (filter (fun a => begins heads (folded a) && negb (together part && unusedb unused (folded a))) known))
    (part_prefixes part).

Definition unused_tails (part : Part A) : list (pattern A) :=
  let single := listed unused in
  flat_map (fun w =>
      let heads := reach w in
      map (fun a => after_prefix w (folded a)) (filter (fun a => begins heads (folded a)) single)
      ++ if whole w then [[Star]] else [])
    (part_prefixes part).

Definition kept_tails (part : Part A) : list (pattern A) :=
  flat_map (fun w => if whole w then flat_map (fun k => residuals (symbols k) w) (keep unused) else [])
    (part_prefixes part).

Definition known_term (part : Part A) : term A := union_of (names part).

Definition unused_term (part : Part A) : term A :=
  match kept_tails part with
  | [] => union_of (unused_tails part)
  | kept => Diff (union_of (unused_tails part)) (union_of kept)
  end.

(** L(R) and L(U), as one where that is possible. *)
Definition after_or_unused_term (part : Part A) : term A :=
  let recommended := element_term part (after pair) in
  match part with
  | AllOf _ _ => recommended
  | One_ _ =>
      if negb (excludes (after pair)) && is_nil (kept_tails part)
      then union_of (tails part (after pair) ++ unused_tails part)
      else nary Union [recommended; unused_term part]
  | Others _ => nary Union [recommended; unused_term part]
  end.

(** What is denied anyway, if anything is. *)
Definition refused_term (part : Part A) (es : list (Element A)) : option (term A) :=
  match es with [] => None | _ => Some (nary Union (map (element_term part) es)) end.

(** ** The strings of a part *)

(** The string [y] is in the part, where it is written as [x]: without its service. *)
Definition in_part (part : Part A) (y x : list A) : Prop :=
  match part with
  | Others ws => y = x /\ forall w, In w ws -> ~ prefix w y
  | _ => exists w, In w (part_prefixes part) /\ y = w ++ x
  end.

(** What the theorems take for granted of names: known actions have a colon, services have none, and what is
    unused is known. The parser refuses other names, and A+ has every name that is unused. *)
Record well_named : Prop := {
  known_colon : forall a, In a known -> In colon (folded a);
  services_plain : forall s, In s (services unused) -> ~ In colon s;
  unused_known : forall a, In a (listed unused) -> exists b, In b known /\ folded b = folded a }.

End Parts.
