(** Requests: what a principal may do by its policies, whatever scopes mean. *)

From Coq Require Import List Bool Arith.
From Paredown Require Import Glob Certificate World Checker Obligations.
Import ListNotations.

Section Requests.
Context {A : Type} {alphabet : Alphabet A}.

(** Requests have an action, folded. Of the other elements of a statement no more is known than that under
    one Version their text decides whether they apply to a request; and that without policy variables the
    Version makes no difference. *)
Variable Request : Type.
Variable action : Request -> list A.
Variable applies : option (list A) -> list A -> Request -> Prop.

Definition version_free : Prop :=
  forall scope, has_variable scope = false -> forall v v' r, applies v scope r -> applies v' scope r.

(** The statements of some policies, each with the Version it stands under. *)
Definition versioned (ps : list (Policy A)) : list (option (list A) * Statement A) :=
  flat_map (fun p => map (fun s => (version p, s)) (statements p)) ps.

Definition speaks_of (vs : option (list A) * Statement A) (r : Request) : Prop :=
  language (snd vs) (action r) /\ applies (fst vs) (scope (snd vs)) r.

(** Some Allow statement speaks of the request, and no Deny statement does. *)
Definition granted (vss : list (option (list A) * Statement A)) (r : Request) : Prop :=
  (exists vs, In vs vss /\ allows (snd vs) = true /\ speaks_of vs r)
  /\ forall vs, In vs vss -> allows (snd vs) = false -> ~ speaks_of vs r.

(** What the other layers leave of that: permissions boundary, SCP, RCP, session policy. They see the
    request, not what granted it. *)
Definition permitted (layers : Request -> Prop) (vss : list (option (list A) * Statement A)) (r : Request)
  : Prop := granted vss r /\ layers r.

End Requests.

Arguments version_free {A alphabet Request} applies.
Arguments speaks_of {A alphabet Request} action applies vs r.
Arguments granted {A alphabet Request} action applies vss r.
Arguments permitted {A alphabet Request} action applies layers vss r.
