(** Lists as the checker uses them: sorted by a comparison that nothing rests on, and without repetition. *)

From Coq Require Import List Bool Arith Lia.
Import ListNotations.

Section Lists.
Context {T : Type}.

(** Whether two lists are equal, by a test on their members. *)
Fixpoint list_eqb (same : T -> T -> bool) (l m : list T) : bool :=
  match l, m with
  | [], [] => true
  | x :: l', y :: m' => same x y && list_eqb same l' m'
  | _, _ => false
  end.

Lemma list_eqb_eq :
  forall same, (forall x y, same x y = true <-> x = y) ->
  forall l m, list_eqb same l m = true <-> l = m.
Proof.
  intros same H. induction l as [|x l IH]; intros [|y m]; simpl; try easy.
  rewrite andb_true_iff, H, IH. split; [now intros [-> ->] | intro E; now injection E].
Qed.

(** The members at some places; nothing if one is not there. *)
Fixpoint all_at (l : list T) (places : list nat) : option (list T) :=
  match places with
  | [] => Some []
  | n :: places' =>
      match nth_error l n, all_at l places' with
      | Some x, Some xs => Some (x :: xs)
      | _, _ => None
      end
  end.

Lemma all_at_in : forall l places xs, all_at l places = Some xs -> forall x, In x xs -> In x l.
Proof.
  intros l. induction places as [|n places IH]; simpl; intros xs H x Hx.
  - injection H as <-. destruct Hx.
  - destruct (nth_error l n) eqn:E; [|discriminate]. destruct (all_at l places); [|discriminate].
    injection H as <-. destruct Hx as [<-|Hx]; [now apply nth_error_In in E | now apply (IH l0)].
Qed.

(** What is at one of the places is among them. *)
Lemma all_at_has : forall l places xs n x,
  all_at l places = Some xs -> In n places -> nth_error l n = Some x -> In x xs.
Proof.
  intros l. induction places as [|m places IH]; simpl; intros xs n x H Hn E; [destruct Hn|].
  destruct (nth_error l m) eqn:Em; [|discriminate]. destruct (all_at l places); [|discriminate].
  injection H as <-. destruct Hn as [->|Hn]; [left; congruence | right; now apply (IH l0 n)].
Qed.

End Lists.

Section Sort.
Context {T : Type}.
Variable le : T -> T -> bool.

(** Merges two lists; of equal members those of the first come first. *)
Fixpoint merge (l : list T) : list T -> list T :=
  match l with
  | [] => fun m => m
  | x :: l' =>
      fix into (m : list T) : list T :=
        match m with
        | [] => l
        | y :: m' => if le x y then x :: merge l' m else y :: into m'
        end
  end.

Lemma merge_in : forall l m z, In z (merge l m) <-> In z l \/ In z m.
Proof.
  induction l as [|x l IH]; intros m z; [simpl; tauto|].
  induction m as [|y m IHm]; [simpl; tauto|].
  change (In z (if le x y then x :: merge l (y :: m) else y :: merge (x :: l) m)
          <-> In z (x :: l) \/ In z (y :: m)).
  destruct (le x y); simpl.
  - rewrite IH. simpl. tauto.
  - rewrite IHm. simpl. tauto.
Qed.

(** Neighbours are merged, and so on as often as there are rounds. *)
Fixpoint merge_neighbours (ls : list (list T)) : list (list T) :=
  match ls with
  | l :: m :: ls' => merge l m :: merge_neighbours ls'
  | _ => ls
  end.

Fixpoint merge_all (rounds : list T) (ls : list (list T)) : list T :=
  match ls with
  | [] => []
  | [l] => l
  | _ => match rounds with
         | [] => concat ls
         | _ :: rounds' => merge_all rounds' (merge_neighbours ls)
         end
  end.

(** Sorts, and leaves equal members in their order. *)
Definition sort (l : list T) : list T := merge_all l (map (fun x => [x]) l).

Lemma merge_neighbours_in : forall n ls z, length ls <= n ->
  In z (concat (merge_neighbours ls)) <-> In z (concat ls).
Proof.
  induction n as [|n IH]; intros [|l [|m ls]] z H; simpl in *; try tauto; try lia.
  rewrite in_app_iff, merge_in, !in_app_iff, IH by lia. tauto.
Qed.

Lemma merge_all_in : forall rounds ls z, In z (merge_all rounds ls) <-> In z (concat ls).
Proof.
  induction rounds as [|r rounds IH]; intros [|l [|m ls]] z;
    try (simpl; rewrite ?app_nil_r; tauto).
  change (In z (merge_all rounds (merge_neighbours (l :: m :: ls))) <-> In z (concat (l :: m :: ls))).
  rewrite IH. now apply (merge_neighbours_in (length (l :: m :: ls))).
Qed.

(** Sorting loses nothing and adds nothing. *)
Theorem sort_in : forall l z, In z (sort l) <-> In z l.
Proof.
  intros l z. unfold sort. rewrite merge_all_in.
  replace (concat (map (fun x => [x]) l)) with l; [tauto|].
  induction l as [|x l IH]; simpl; [reflexivity | now rewrite <- IH].
Qed.

End Sort.

Section Distinct.
Context {T : Type}.

(** The first of neighbours that have the same key. *)
Fixpoint dedup (same : T -> T -> bool) (l : list T) : list T :=
  match l with
  | x :: l' =>
      match dedup same l' with
      | y :: m => if same x y then x :: m else x :: y :: m
      | [] => [x]
      end
  | [] => []
  end.

Lemma dedup_in : forall same l z, In z (dedup same l) -> In z l.
Proof.
  intros same. induction l as [|x l IH]; simpl; intros z H; [exact H|].
  destruct (dedup same l) as [|y m] eqn:E; simpl in *; [tauto|].
  destruct (same x y); simpl in H; intuition.
Qed.

(** Each member has one with the same key among those that are left. *)
Lemma dedup_has :
  forall (K : Type) (key : T -> K) same,
  (forall x y, same x y = true -> key x = key y) ->
  forall l z, In z l -> exists y, In y (dedup same l) /\ key y = key z.
Proof.
  intros K key same H. induction l as [|x l IH]; simpl; intros z Hz; [destruct Hz|].
  destruct (dedup same l) as [|y m] eqn:E.
  - destruct Hz as [->|Hz]; [exists z; simpl; auto|]. destruct (IH z Hz) as [y [[] _]].
  - destruct Hz as [->|Hz].
    + destruct (same z y); exists z; simpl; auto.
    + destruct (IH z Hz) as [y' [Hy' K']]. destruct (same x y) eqn:S; [|exists y'; simpl in *; tauto].
      destruct Hy' as [<-|Hy']; [|exists y'; simpl; auto].
      exists x. split; [now left | now rewrite (H x y S)].
Qed.

(** The first of each kind, kinds being told apart by a test. *)
Fixpoint first_each (same : T -> T -> bool) (l : list T) : list T :=
  match l with
  | [] => []
  | x :: l' => x :: filter (fun y => negb (same x y)) (first_each same l')
  end.

Lemma first_each_in : forall same l z, In z (first_each same l) -> In z l.
Proof.
  intros same. induction l as [|x l IH]; simpl; intros z H; [exact H|].
  destruct H as [->|H]; [now left|]. apply filter_In in H as [H _]. right. auto.
Qed.

Lemma first_each_has :
  forall (K : Type) (key : T -> K) same,
  (forall x y, same x y = true -> key x = key y) ->
  forall l z, In z l -> exists y, In y (first_each same l) /\ key y = key z.
Proof.
  intros K key same H. induction l as [|x l IH]; simpl; intros z Hz; [destruct Hz|].
  destruct Hz as [->|Hz]; [exists z; auto|].
  destruct (IH z Hz) as [y [Hy E]]. destruct (same x y) eqn:S.
  - exists x. split; [now left|]. now rewrite (H x y S).
  - exists y. split; [|exact E]. right. apply filter_In. split; [exact Hy | now rewrite S].
Qed.

(** Two different members are two members. *)
Lemma two_in : forall (x y : T) l, In x l -> In y l -> x <> y -> exists a b m, l = a :: b :: m.
Proof.
  intros x y [|a [|b m]] Hx Hy Ne; simpl in *; [easy | | eauto].
  destruct Hx as [<-|[]], Hy as [<-|[]]. congruence.
Qed.

End Distinct.

Arguments list_eqb_eq {T same} _ l m.
