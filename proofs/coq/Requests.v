(** Requests: what a principal may do by its policies, whatever scopes mean and whatever else has a say. *)

From Coq Require Import List Bool Arith.
From Paredown Require Import Glob Certificate World Checker Obligations.
Import ListNotations.

Section Requests.
Context {A : Type} {alphabet : Alphabet A}.

(** A request has an action, folded. Of the other elements of a statement no more is known than that their
    text and the Version decide whether they apply to a request; and that without policy variables the
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

(** Some Allow statement speaks of the request; some Deny statement does. *)
Definition grants_request (vss : list (option (list A) * Statement A)) (r : Request) : Prop :=
  exists vs, In vs vss /\ allows (snd vs) = true /\ speaks_of vs r.
Definition refuses_request (vss : list (option (list A) * Statement A)) (r : Request) : Prop :=
  exists vs, In vs vss /\ allows (snd vs) = false /\ speaks_of vs r.

(** What is decided on the whole, from what these policies grant and refuse: by all other policies of the
    principal, boundaries, service and resource control policies, session policies and resource policies,
    in any way in which a grant never makes a request fail. *)
Definition decision : Type := Request -> Prop -> Prop -> Prop.
Definition grants_help (others : decision) : Prop :=
  forall r (grant grant' deny deny' : Prop),
  (grant -> grant') -> (deny <-> deny') -> others r grant deny -> others r grant' deny'.

(** Nothing else grants anything. *)
Definition alone (others : decision) : Prop := forall r grant deny, others r grant deny -> grant.

Definition permitted (others : decision) (vss : list (option (list A) * Statement A)) (r : Request) : Prop :=
  others r (grants_request vss r) (refuses_request vss r).

(** IAM's rule as it is documented: granted here or elsewhere, refused nowhere, and let through. *)
Definition iam (other_grants other_refuses layers : Request -> Prop) : decision :=
  fun r grant deny => (grant \/ other_grants r) /\ ~ (deny \/ other_refuses r) /\ layers r.

Lemma iam_grants_help : forall g d l, grants_help (iam g d l).
Proof. unfold grants_help, iam. intros g d l r grant grant' deny deny' Hg Hd H. tauto. Qed.

End Requests.

Arguments version_free {A alphabet Request} applies.
Arguments speaks_of {A alphabet Request} action applies vs r.
Arguments grants_request {A alphabet Request} action applies vss r.
Arguments refuses_request {A alphabet Request} action applies vss r.
Arguments permitted {A alphabet Request} action applies others vss r.
Arguments grants_help {Request} others.
Arguments alone {Request} others.
