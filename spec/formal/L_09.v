(* SPDX-License-Identifier: Apache-2.0 *)

(** L-09: good inputs counted by what they fall short of the best. *)
From Coq Require Import ZArith List Lia Bool Sorting Orders.
From Assay Require Import Lists Exhaustion L_08 Deficits Tables.
Import ListNotations.
Open Scope Z_scope.

Module Order <: TotalLeBool.
  Definition t := Z.
  Definition leb := Z.leb.
  Lemma leb_total a b : leb a b = true \/ leb b a = true.
  Proof. unfold leb. rewrite !Z.leb_le. lia. Qed.
End Order.
Module Sorting := Sort Order.

Fixpoint most (l : list Z) : Z :=
  match l with [] => 0 | [x] => x | x :: r => Z.max x (most r) end.
Fixpoint least (l : list Z) : Z :=
  match l with [] => 0 | [x] => x | x :: r => Z.min x (least r) end.
Definition added (l : list Z) : Z := fold_right Z.add 0 l.

(** The sum of terms, [position][token], over the tokens y. *)
Fixpoint terms_sum (rows : list (list Z)) (y : list nat) : Z :=
  match rows, y with
  | row :: rest, t :: y' => nth t row 0 + terms_sum rest y'
  | _, _ => 0
  end.

(** By how many widths a term is above the base, rounded up; n + 1 stands for all that is more. *)
Definition deficit (width base : Z) (n : nat) (term : Z) : nat :=
  Z.to_nat (Z.min (Z.of_nat (S n)) (- ((base - term) / width))).

(** Where to begin: any number would do. This one makes the tokens lose least in sum. *)
Fixpoint best_remainder (j step best loss : Z) (sorted : list Z) : Z :=
  match sorted with
  | [] => best
  | r :: rest => if r - j * step <? loss then best_remainder (j + 1) step r (r - j * step) rest
                 else best_remainder (j + 1) step best loss rest
  end.

Definition base_of (width : Z) (row : list Z) : Z :=
  let low := least row in
  let sorted := Sorting.sort (map (fun h => (h - low) mod width) row) in
  let best := best_remainder 1 (width / Z.of_nat (length row)) (hd 0 sorted) (hd 0 sorted)
    (tl sorted) in
  if best =? 0 then low else low + best - width.

(** Terms that are better than they need to be. *)
Definition raised (c : Z) (rows : list (list Z)) : list (list Z) :=
  let tops := map most rows in
  let spare := Z.max 0 (c + added tops + 1) in
  map (fun row => let enough := most row - 2 * spare in map (Z.max enough) row) rows.

(** No table is longer. *)
Definition longest : Z := 2 ^ 20.

(** What is computed once, for the rows: fillings by what they fall short of the bases. *)
Record deficits := {
  width_of : Z; bases_sum : Z; entries : nat; seen_table : list Z; unseen_table : list Z
}.

(** For c between these two; any two would do. *)
Definition deficits_of (bins : Z) (rows : list (list Z)) (most_c least_c : Z) : option deficits :=
  let up := raised most_c rows in
  let room := - least_c - added (map least up) in
  let width := Z.max 1 ((room - 1) / bins + 1) in
  let bases := map (base_of width) up in
  let top := (- least_c - added bases - 1) / width in
  if (room <=? 0) || (top <? 0) || (longest <=? top) then None else
  let n := Z.to_nat top in
  let short := zip (fun row base => map (deficit width base n) row) up bases in
  let (with_it, without) := tables n short in
  Some {| width_of := width; bases_sum := added bases; entries := n; seen_table := with_it;
    unseen_table := without |}.

(** From below, how many fillings have c plus their terms below 0. *)
Definition good_in (table : option deficits) (c : Z) (seen : bool) : Z :=
  match table with
  | None => 0
  | Some t =>
      let top := (- c - bases_sum t - 1) / width_of t in
      if (top <? 0) || (Z.of_nat (entries t) <? top) then 0 else
      nth (Z.to_nat top) (if seen then seen_table t else unseen_table t) 0
  end.

Definition good_count (bins : Z) (rows : list (list Z)) (c : Z) (seen : bool) : Z :=
  good_in (deficits_of bins rows c c) c seen.

Lemma deficit_is width base n term : 1 <= width -> (deficit width base n term <= n)%nat ->
  term - base <= width * Z.of_nat (deficit width base n term).
Proof.
  unfold deficit. intros Hw H. set (z := - ((base - term) / width)) in *.
  assert (B : term - base <= width * z).
  { unfold z. assert (D := Z.mul_div_le (base - term) width ltac:(lia)). lia. }
  destruct (Z.leb_spec 0 z) as [Hz|Hz]; [|nia].
  destruct (Z.leb_spec z (Z.of_nat (S n))) as [Hc|Hc].
  - rewrite Z.min_r, Z2Nat.id by lia. exact B.
  - exfalso. rewrite Z.min_l, Nat2Z.id in H by lia. lia.
Qed.

(** Terms are at most the bases and the deficits in widths. *)
Lemma deficits_bound width n m : 1 <= width -> forall rows bases y,
  length bases = length rows -> Forall (fun row => length row = S m) rows ->
  length y = length rows -> Forall (fun t => (t <= m)%nat) y ->
  let ds := zip (fun row base => map (deficit width base n) row) rows bases in
  (deficit_sum ds y <= n)%nat ->
  terms_sum rows y <= added bases + width * Z.of_nat (deficit_sum ds y).
Proof.
  intros Hw. induction rows as [|row rows IH]; intros [|base bases] [|t y]; simpl;
    intros LB LR LY FY HD; try discriminate; try lia.
  inversion LR as [|? ? Lr LR']; inversion FY as [|? ? Ht FY']; subst.
  rewrite (nth_map _ _ _ 0) in * by lia.
  set (z := deficit width base n (nth t row 0)) in *.
  assert (Hz := deficit_is width base n (nth t row 0) Hw). fold z in Hz.
  specialize (IH bases y ltac:(lia) LR' ltac:(lia) FY' ltac:(lia)).
  simpl in IH. rewrite Nat2Z.inj_add. specialize (Hz ltac:(lia)). lia.
Qed.

Lemma raised_rows c rows m : Forall (fun row => length row = S m) rows ->
  Forall (fun row => length row = S m) (raised c rows) /\ length (raised c rows) = length rows.
Proof.
  intros H. unfold raised. split; [|apply map_length].
  apply Forall_forall. intros r Hr. apply in_map_iff in Hr as (row & <- & Hr).
  rewrite Forall_forall in H. rewrite map_length. auto.
Qed.

Lemma raised_sum f m : (forall row t, nth t row 0 <= nth t (f row) 0) ->
  forall rows y, Forall (fun row => length row = S m) rows ->
  terms_sum rows y <= terms_sum (map f rows) y.
Proof.
  intros Hf. induction rows as [|row rows IH]; intros [|t y] HR; simpl; try lia.
  inversion HR; subst. specialize (IH y ltac:(assumption)). specialize (Hf row t). lia.
Qed.

(** One table serves every c. *)
Theorem L_09 bins rows most_c least_c c seen m : Forall (fun row => length row = S m) rows ->
  exactly (good_in (deficits_of bins rows most_c least_c) c seen)
    (fun y => is_filling (length rows) m seen y /\ c + terms_sum rows y < 0).
Proof.
  intros HR. unfold deficits_of. destruct (raised_rows most_c rows m HR) as [HU LU].
  set (up := raised most_c rows) in *.
  set (room := - least_c - added (map least up)). set (width := Z.max 1 _).
  set (bases := map (base_of width) up). set (limit := _ / width).
  destruct (_ || _ || _); [apply exactly_none|].
  set (n := Z.to_nat limit). set (ds := zip _ up bases).
  assert (LB : length bases = length up) by apply map_length.
  assert (LD : length ds = length rows) by (unfold ds; rewrite zip_length; lia).
  assert (FD : Forall (fun row => length row = S m) ds).
  { apply Forall_forall. intros r Hr. apply (In_nth _ _ []) in Hr as (i & Hi & <-).
    unfold ds. rewrite (nth_zip _ _ _ _ [] 0) by lia. rewrite map_length.
    rewrite Forall_forall in HU. apply HU, nth_In. lia. }
  destruct (tables_is m n ds FD) as [[_ TS] [_ TU]].
  destruct (tables n ds) as [with_it without]. cbn [fst snd] in TS, TU.
  unfold good_in. cbn [width_of bases_sum entries seen_table unseen_table].
  set (top := (- c - added bases - 1) / width).
  destruct (_ || _) eqn:E; [apply exactly_none|].
  apply orb_false_iff in E as [E1 E2]. apply Z.ltb_ge in E1, E2. set (z := Z.to_nat top).
  assert (Hz : (z <= n)%nat) by (unfold z; lia).
  assert (Use : forall y, fits m ds z seen y ->
    is_filling (length rows) m seen y /\ c + terms_sum rows y < 0).
  { intros y [HF HD]. rewrite LD in HF. split; [exact HF|]. destruct HF as (LY & FY & _).
    assert (Hw : 1 <= width) by lia.
    assert (B := deficits_bound width n m Hw up bases y LB HU ltac:(lia) FY). fold ds in B.
    specialize (B ltac:(lia)).
    assert (R : terms_sum rows y <= terms_sum up y).
    { unfold up, raised. eapply raised_sum; [|exact HR]. intros row t. cbv beta zeta.
      set (enough := _ - _). destruct (Nat.lt_ge_cases t (length row)) as [Ht|Ht].
      - rewrite (nth_map (Z.max enough) _ _ 0) by exact Ht. lia.
      - rewrite !nth_overflow by (rewrite ?map_length; exact Ht). lia. }
    assert (T : width * top <= - c - added bases - 1) by (apply Z.mul_div_le; lia).
    assert (Z.of_nat (deficit_sum ds y) <= top) by (unfold z in HD; lia). nia. }
  destruct seen.
  - destruct (TS z Hz) as (l & Nl & Ll & Fl). exists l. split; [exact Nl|].
    split; [exact Ll|]. eapply Forall_impl; [|exact Fl]. exact Use.
  - destruct (TU z Hz) as (l & Nl & Ll & Fl). exists l. split; [exact Nl|].
    split; [exact Ll|]. eapply Forall_impl; [|exact Fl]. exact Use.
Qed.
