"""Our tree against pymerkle, an independent implementation of the same RFC."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion
from pymerkle.hasher import MerkleHasher

from core.audit import merkle

BODIES = [f"event {number}".encode() for number in range(70)]
LEAVES = [merkle.leaf_hash(body) for body in BODIES]
SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 64, 70]


def oracle(size: int) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for body in BODIES[:size]:
        tree.append_entry(body)
    return tree


def test_an_empty_log_has_the_root_of_the_rfc():
    assert merkle.root([]) == hashlib.sha256(b"").digest()


def test_leaf_and_node_are_hashed_like_the_oracle():
    hasher = MerkleHasher("sha256")
    assert merkle.leaf_hash(b"body") == hasher.hash_buff(b"body")
    assert merkle.node_hash(LEAVES[0], LEAVES[1]) == hasher.hash_pair(LEAVES[0], LEAVES[1])


@pytest.mark.parametrize("size", SIZES)
def test_roots_equal_those_of_the_oracle(size):
    assert merkle.root(LEAVES[:size]) == oracle(size).get_root()


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_proof_verifies_here_and_fails_for_another_leaf(size):
    head = merkle.root(LEAVES[:size])
    for index in range(size):
        path = merkle.inclusion_path(LEAVES[:size], index)
        assert merkle.verify_inclusion(LEAVES[index], index, size, path, head)
        assert not merkle.verify_inclusion(merkle.leaf_hash(b"forged"), index, size, path, head)


def test_the_oracle_proves_the_same_paths():
    tree = oracle(33)
    for index in range(33):
        proof = tree.prove_inclusion(index + 1)
        verify_inclusion(tree.get_leaf(index + 1), tree.get_root(), proof)
        path = merkle.inclusion_path(LEAVES[:33], index)
        assert set(path) <= {bytes.fromhex(step) for step in proof.serialize()["path"]}


@pytest.mark.parametrize("new", SIZES)
def test_every_older_tree_is_proved_to_be_a_prefix(new):
    tree = oracle(new)
    for old in range(1, new + 1):
        path = merkle.consistency_path(LEAVES[:new], old)
        heads = merkle.root(LEAVES[:old]), merkle.root(LEAVES[:new])
        assert merkle.verify_consistency(old, new, *heads, path)
        verify_consistency(heads[0], heads[1], tree.prove_consistency(old, new))


def test_a_rewritten_past_has_no_consistency_proof():
    rewritten = [merkle.leaf_hash(b"forged"), *LEAVES[1:9]]
    path = merkle.consistency_path(rewritten, 5)
    heads = merkle.root(LEAVES[:5]), merkle.root(rewritten)
    assert not merkle.verify_consistency(5, 9, *heads, path)


@pytest.mark.parametrize(
    ("size", "index", "leaf"),
    [(0, 0, LEAVES[0]), (3, 3, LEAVES[0]), (3, -1, LEAVES[0]), (1, 0, b"")],
)
def test_degenerate_proofs_are_refused(size, index, leaf):
    assert not merkle.verify_inclusion(leaf, index, size, [], LEAVES[0])
    assert not merkle.verify_consistency(0, size, leaf, LEAVES[0], [])


def test_no_proof_is_made_for_what_is_not_there():
    with pytest.raises(IndexError):
        merkle.inclusion_path(LEAVES[:3], 3)
    with pytest.raises(ValueError, match="older tree"):
        merkle.consistency_path(LEAVES[:3], 4)


@given(st.integers(0, 70), st.integers(0, 70))
def test_a_frontier_kept_halfway_grows_to_the_same_root(first, second):
    half = merkle.Frontier()
    for leaf in LEAVES[:first]:
        half.append(leaf)
    restored = merkle.Frontier.from_bytes(half.size, half.to_bytes())
    for leaf in LEAVES[first:second]:
        restored.append(leaf)
    assert restored.root() == merkle.root(LEAVES[: max(first, second)])


def test_a_damaged_frontier_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        merkle.Frontier.from_bytes(3, b"\x00" * 32)


@given(st.integers(1, 70), st.data())
def test_a_proof_with_one_flipped_bit_fails(size, data):
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_path(LEAVES[:size], index)
    if not path:
        return
    step = data.draw(st.integers(0, len(path) - 1))
    bit = data.draw(st.integers(0, 255))
    path[step] = (int.from_bytes(path[step]) ^ (1 << bit)).to_bytes(32)
    assert not merkle.verify_inclusion(LEAVES[index], index, size, path, merkle.root(LEAVES[:size]))
