(** Requests: what a principal may do by its policies, whatever scopes mean and whatever else has a say. *)

From Coq Require Import List Bool Arith.
From Paredown Require Import Glob Certificate Obligations.
Import ListNotations.

Section Requests.
Context {A : Type} {alphabet : Alphabet A}.

(** A request has an action, folded. Of the other elements of a statement no more is known than that their
    text decides whether they apply to a request, and that the text of everything applies to each. *)
Variable Request : Type.
Variable action : Request -> list A.
Variable applies : list A -> Request -> Prop.

Definition everywhere_applies : Prop := forall scope r, everywhere scope = true -> applies scope r.

Definition speaks_of (s : Statement A) (r : Request) : Prop :=
  language s (action r) /\ applies (scope s) r.

(** Some Allow statement speaks of the request; some Deny statement does. *)
Definition grants_request (ss : list (Statement A)) (r : Request) : Prop :=
  exists s, In s ss /\ effect s = Allow /\ speaks_of s r.
Definition refuses_request (ss : list (Statement A)) (r : Request) : Prop :=
  exists s, In s ss /\ effect s = Deny /\ speaks_of s r.

(** What is decided on the whole, from what these policies grant and refuse: by all other policies of the
    principal, boundaries, service and resource control policies, session policies and resource policies,
    in any way in which neither a grant nor the lack of a refusal makes a request fail, *)
Definition decision : Type := Request -> Prop -> Prop -> Prop.
Definition grants_help (others : decision) : Prop :=
  forall r (grant grant' deny deny' : Prop),
  (grant -> grant') -> (deny' -> deny) -> others r grant deny -> others r grant' deny'.

(** and in which a refusal wins. *)
Definition refusal_wins (others : decision) : Prop := forall r grant deny, others r grant deny -> ~ deny.

Definition permitted (others : decision) (ss : list (Statement A)) (r : Request) : Prop :=
  others r (grants_request ss r) (refuses_request ss r).

(** IAM's rule as it is documented: granted here or elsewhere, refused nowhere, and let through. *)
Definition iam (other_grants other_refuses layers : Request -> Prop) : decision :=
  fun r grant deny => (grant \/ other_grants r) /\ ~ (deny \/ other_refuses r) /\ layers r.

Lemma iam_grants_help : forall g d l, grants_help (iam g d l).
Proof. unfold grants_help, iam. intros g d l r grant grant' deny deny' Hg Hd H. tauto. Qed.

Lemma iam_refusal_wins : forall g d l, refusal_wins (iam g d l).
Proof. unfold refusal_wins, iam. intros g d l r grant deny H. tauto. Qed.

End Requests.

Arguments everywhere_applies {A alphabet Request} applies.
Arguments speaks_of {A alphabet Request} action applies s r.
Arguments grants_request {A alphabet Request} action applies ss r.
Arguments refuses_request {A alphabet Request} action applies ss r.
Arguments permitted {A alphabet Request} action applies others ss r.
Arguments grants_help {Request} others.
Arguments refusal_wins {Request} others.
