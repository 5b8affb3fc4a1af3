#!/usr/bin/env python3
"""Checks a Vouch audit bundle. A second, independent reading of docs/audit-format.md: the standard library only,
no code of Vouch. Exit: 0 intact and complete, 2 tampered with, 3 incomplete, 4 cannot be read."""
import argparse, base64, binascii, gzip, hashlib, hmac, json, os, re, sys, zipfile, zlib

# --- Ed25519 (RFC 8032 §5.1.7), verification only -------------------------------------------------------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    x = (a[1] - a[0]) * (b[1] - b[0]) % P
    y = (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = y - x, d - c, d + c, y + x
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(n, point):
    out = (0, 1, 1, 0)
    while n > 0:
        if n & 1:
            out = add(out, point)
        point = add(point, point)
        n >>= 1
    return out


def point_of(data):
    value = int.from_bytes(data, "little")
    sign, y = value >> 255, value & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point_of(BASE_Y.to_bytes(32, "little"))


def ed25519(public, signature, message):
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- text, JSON, hashes ---------------------------------------------------------------------------------------
class Unreadable(Exception):
    pass


def sha(data):
    return hashlib.sha256(data).digest()


def unbase64(text):
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def number(value):
    """As ECMAScript writes it. Values here are whole or short: Python's shortest form has the same digits."""
    if isinstance(value, int) and abs(value) <= 2**53:
        return str(value)
    try:
        value = float(value)
    except OverflowError:
        raise ValueError("a number without a JSON form")
    if value in (float("inf"), float("-inf")):
        raise ValueError("a number without a JSON form")
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    mantissa, _, exponent = repr(value).partition("e")
    if not exponent:
        return mantissa
    power = int(exponent)
    if -7 < power < 0:
        return ("%.*f" % (len(mantissa.replace("-", "").replace(".", "")) - 1 - power, value))
    return "%se%s%d" % (mantissa, "+" if power > 0 else "-", abs(power))


def canonical(value):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    members = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
    return "{" + ",".join(canonical(key) + ":" + canonical(item) for key, item in members) + "}"


def once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def parse(text):
    return json.loads(text, object_pairs_hook=once, parse_constant=lambda _: (_ for _ in ()).throw(ValueError()))


# --- signed notes, policies -----------------------------------------------------------------------------------
def split_note(note):
    at = note.rfind("\n\n")
    return (note[: at + 1], note[at + 2 :]) if at >= 0 else ("", "")


def key_of(vkey, kind):
    match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})", vkey.strip())
    raw = unbase64(match.group(3)) if match else b""
    if not match or len(raw) != 33 or raw[0] != kind:
        raise Unreadable("not a key: " + vkey)
    name, public = match.group(1), raw[1:]
    key_id = sha(name.encode() + b"\n" + bytes([kind]) + public)[:4]
    if key_id.hex() != match.group(2):
        raise Unreadable("the id of a key does not fit")
    return name, key_id, public


def vkey_text(key):
    return "%s+%s+%s" % (key[0], key[1].hex(), base64.b64encode(b"\x01" + key[2]).decode())


def signed_by(note, key, witness=False):
    text, lines = split_note(note)
    name, key_id, public = key
    for line in lines.split("\n"):
        match = re.fullmatch(r"— (\S+) ([A-Za-z0-9+/]+={0,2})", line)
        if not match or match.group(1) != name:
            continue
        data = unbase64(match.group(2))
        if data[:4] != key_id or len(data) != (76 if witness else 68):
            continue
        message = text.encode()
        if witness:
            seconds = int.from_bytes(data[4:12], "big")
            message = b"cosignature/v1\ntime %d\n" % seconds + message
        if ed25519(public, data[-64:], message):
            return True
    return False


def read_policy(text):
    logs, witnesses, groups, quorum = [], {}, {}, None
    for raw in text.split("\n"):
        words = raw.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "log":
            logs.append(key_of(words[1], 1))
        elif words[0] == "witness":
            witnesses[words[1]] = key_of(words[2], 4)
        elif words[0] == "group":
            members = words[3:]
            groups[words[1]] = ({"any": 1, "all": len(members)}.get(words[2]) or int(words[2]), members)
        elif words[0] == "quorum":
            quorum = words[1]
        else:
            raise Unreadable("policy")
    if quorum is None:
        raise Unreadable("the policy has no quorum")
    return logs, witnesses, groups, quorum


def checkpoint_in(note, key):
    """(size, root) of a checkpoint that the log signed, or None."""
    if key is None or not signed_by(note, key):
        return None
    lines = split_note(note)[0].split("\n")
    if len(lines) != 4 or lines[3] != "" or lines[0] != key[0] or not re.fullmatch(r"0|[1-9][0-9]{0,15}", lines[1]):
        return None
    root = unbase64(lines[2])
    return (int(lines[1]), root) if len(root) == 32 else None


# --- the tree -------------------------------------------------------------------------------------------------
def node(left, right):
    return sha(b"\x01" + left + right)


def spans(start, end):
    out = []
    while start < end:
        span = 1
        while start % (span * 2) == 0 and start + span * 2 <= end:
            span *= 2
        out.append(span)
        start += span
    return out


class Tree:
    def __init__(self):
        self.size, self.stack = 0, []

    def push(self, value, span=1):
        self.size += span
        while self.stack and self.stack[-1][1] == span:
            value, span = node(self.stack.pop()[0], value), span * 2
        self.stack.append((value, span))

    def root(self):
        if not self.stack:
            return sha(b"")
        value = self.stack[-1][0]
        for left, _ in reversed(self.stack[:-1]):
            value = node(left, value)
        return value


def consistent(old, size, old_root, root, proof):
    """RFC 9162 §2.1.4.2."""
    if old == size:
        return not proof and old_root == root
    if old == 0:
        return not proof
    path = ([old_root] if old & (old - 1) == 0 else []) + proof
    if not path:
        return False
    fn, sn = old - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for step in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(step, fr), node(step, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == root


# --- keys that hand over (docs/audit-format.md §9) ------------------------------------------------------------
def handed_over(note):
    """(old key, new key) of a record that both signed, or None."""
    lines = note.split("\n")
    if len(lines) != 8 or lines[0] != "vouch-key-rotation/v1" or lines[4] or lines[7]:
        return None
    try:
        old, new = key_of(lines[2], 1), key_of(lines[3], 1)
    except Unreadable:
        return None
    text = "\n".join(lines[:4]) + "\n"
    for key, line in ((old, lines[5]), (new, lines[6])):
        signature = unbase64(line.split(" ")[-1])[4:]
        written = "— %s %s" % (key[0], base64.b64encode(key[1] + signature).decode())
        if key[0] != lines[1] or line != written or not ed25519(key[2], signature, text.encode()):
            return None
    return (old, new) if old[2] != new[2] else None


def follow(known, rows):
    """The keys of the log in their order, the one that signs now last; None when the records do not hold."""
    line, last = [], -1
    for row in rows:
        pair = handed_over(row["note"])
        if pair is None or row["index"] <= last or pair[0][0] != known[0][0] or (line and line[-1][2] != pair[0][2]):
            return None
        line = (line or [pair[0]]) + [pair[1]]
        last = row["index"]
    return line if any(key[2] == one[2] for key in line for one in known) else known[:1]


def note_of_entry(header):
    """What the record of a key.rotated entry must be, or None."""
    try:
        detail = header["detail"]
        old, new = key_of(detail["old"], 1), key_of(detail["new"], 1)
        signatures = [unbase64(detail["vouched"]), unbase64(detail["accepted"])]
    except (KeyError, TypeError, AttributeError, Unreadable):
        return None
    text = "vouch-key-rotation/v1\n%s\n%s\n%s\n\n" % (old[0], detail["old"], detail["new"])
    for key, signature in zip((old, new), signatures):
        text += "— %s %s\n" % (key[0], base64.b64encode(key[1] + signature).decode())
    return text


# --- the bundle -----------------------------------------------------------------------------------------------
LISTED = {"entries.jsonl", "payloads.jsonl", "receipts.jsonl", "scopes.jsonl", "snapshots.jsonl", "checkpoint",
          "policy.txt", "rotations.jsonl", "older.checkpoint", "consistency.txt"}


def read_files(path):
    if os.path.isdir(path):
        found = {}
        for name in os.listdir(path):
            full = os.path.join(path, name)
            if os.path.islink(full) or not os.path.isfile(full):
                raise Unreadable("something that is no plain file")
            # What is longer than anything here could be is not read: its length alone does not fit.
            with open(full, "rb") as file:
                found[name] = file.read() if os.path.getsize(full) < 2**30 else b""
        return found
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
            if len(set(names)) != len(names) or any(not re.fullmatch(r"[a-z][a-z.-]{0,40}", n) for n in names):
                raise Unreadable("a name that no bundle has")
            return {name: packed.read(name) for name in names}
    except (OSError, zipfile.BadZipFile) as cause:
        raise Unreadable(str(cause))


def cut(data, name):
    """The lines of a file, each with its end."""
    if data and not data.endswith(b"\n"):
        raise Unreadable("the last line of %s is cut off" % name)
    return data.split(b"\n")[:-1]


def is_base64(text):
    return isinstance(text, str) and base64.b64encode(unbase64(text)).decode() == text


def is_hex(text):
    return isinstance(text, str) and re.fullmatch("[0-9a-f]{64}", text) is not None


def is_index(value):
    return type(value) is int and 0 <= value < 2**53


FORMATS = {
    "payloads.jsonl": (
        {"index": is_index, "kid": lambda v: isinstance(v, str), "sealed": is_base64},
        {"index": is_index, "kid": lambda v: isinstance(v, str), "commitKey": is_hex, "value": lambda v: isinstance(v, dict)},
    ),
    "receipts.jsonl": ({"index": is_index, "receipt": lambda _: True, "signature": is_base64},),
    "scopes.jsonl": ({"hash": is_hex, "scope": lambda _: True},),
    "snapshots.jsonl": ({"digest": is_hex, "body": is_base64},),
    "rotations.jsonl": ({"index": is_index, "note": lambda v: isinstance(v, str) and len(v) <= 2000},),
}


def fits(row, name):
    return isinstance(row, dict) and any(
        set(row) == set(form) and all(test(row[member]) for member, test in form.items()) for form in FORMATS[name]
    )


def lines_in(data, name):
    rows = []
    for line in cut(data, name):
        try:
            row = parse(line.decode("utf-8"))
            same = canonical(row).encode("utf-8") == line
        except ValueError:
            raise Unreadable(name + " holds a line that is no JSON")
        if not fits(row, name):
            raise Unreadable(name + " holds a line of another format")
        if not same:
            raise Unreadable(name + " holds a line in another spelling")
        rows.append(row)
    return rows


def check(path, policy, older):
    files, tampered, incomplete = read_files(path), [], []
    if "manifest.json" not in files or "manifest.note" not in files or len(files["manifest.json"]) > 1_000_000:
        raise Unreadable("no manifest")
    try:
        manifest = parse(files["manifest.json"].decode("utf-8"))
        if canonical(manifest) + "\n" != files["manifest.json"].decode("utf-8"):
            raise ValueError("another spelling")
        listed, extent = manifest["files"], manifest["range"]
        start, end, size = extent["from"], extent["to"], extent["size"]
        before, after = [bytes.fromhex(h) for h in extent["before"]], [bytes.fromhex(h) for h in extent["after"]]
        account, origin = manifest["account"], manifest["origin"]
        kind, has_receipts = manifest["payloads"], manifest["receipts"]
        whole = all(type(n) is int for n in (start, end, size)) and 0 <= start <= end <= size
        known = kind in ("sealed", "open", "none") and isinstance(has_receipts, bool) and set(listed) <= LISTED
    except (ValueError, KeyError, TypeError):
        raise Unreadable("the manifest is of another format")
    if manifest.get("format") != "vouch-audit-bundle/v1" or not whole or not known:
        raise Unreadable("the manifest is of another format")
    if len(before) != len(spans(0, start)) or len(after) != len(spans(end, size)):
        raise Unreadable("the manifest names no range")

    here = {}
    for name, data in files.items():
        if name in ("manifest.json", "manifest.note"):
            continue
        if name not in listed:
            tampered.append("FILE_UNEXPECTED")
        elif len(data) != listed[name]["bytes"] or sha(data).hex() != listed[name]["sha256"]:
            tampered.append("FILE_CHANGED")
        else:
            here[name] = data
    tampered += ["FILE_MISSING" for name in listed if name not in files]

    if policy is None:
        incomplete.append("KEY_NOT_TRUSTED")
        policy = read_policy(here.get("policy.txt", b"quorum none").decode())
    logs, witnesses, groups, quorum = policy
    known = [log for log in logs if log[0] == origin]
    rotations = lines_in(here.get("rotations.jsonl", b""), "rotations.jsonl")
    signed = here.get("checkpoint", b"").decode("utf-8", "replace")
    keys = [one for one in known if checkpoint_in(signed, one)] or known
    keys = keys[:1]
    if known and rotations:
        keys = follow(known, rotations)
        if keys is None:
            tampered.append("KEY_ROTATION_INVALID")
            keys = known[:1]
    key = keys[-1] if keys else None
    note = files["manifest.note"].decode("utf-8", "replace")
    text = "vouch-audit-bundle/v1\n%s\n%s\n" % (origin, sha(files["manifest.json"]).hex())
    if key is None or split_note(note)[0] != text or not signed_by(note, key):
        tampered.append("MANIFEST_SIGNATURE_INVALID")
    point = checkpoint_in(signed, key)
    if point is None or origin != "vouch/" + account:
        tampered.append("CHECKPOINT_SIGNATURE_INVALID")
    seen = {name for name, witness in witnesses.items() if signed_by(signed, witness, True)}

    def holds(name):
        return name in seen if name not in groups else sum(map(holds, groups[name][1])) >= groups[name][0]

    if quorum != "none" and not holds(quorum):
        incomplete.append("WITNESS_QUORUM_MISSING")
    incomplete += ["START_LEFT_OUT"] * (start > 0) + ["END_LEFT_OUT"] * (end < size)
    incomplete += ["RECEIPTS_LEFT_OUT"] * (not has_receipts)

    def by_index(name, code):
        rows = lines_in(here.get(name, b""), name)
        found = {}
        last = -1
        for row in rows:
            if row["index"] <= last:
                tampered.append(code)
            else:
                found[row["index"]] = row
                last = row["index"]
        return found

    payloads = by_index("payloads.jsonl", "PAYLOAD_UNEXPECTED")
    receipts = by_index("receipts.jsonl", "RECEIPT_UNEXPECTED")
    scopes = {row["hash"]: row["scope"] for row in lines_in(here.get("scopes.jsonl", b""), "scopes.jsonl")}
    snapshots = {row["digest"]: row["body"] for row in lines_in(here.get("snapshots.jsonl", b""), "snapshots.jsonl")}

    tree, roots = Tree(), {}
    for value, span in zip(before, spans(0, start)):
        tree.push(value, span)
    roots[start] = tree.root()
    counts = {"ok": 0, "sealed": 0, "shredded": 0, "missing": 0}
    retired, unseen = [], set()
    waiting, prev, broken, decided = {}, "0" * 64 if start == 0 else None, False, 0
    for line in cut(here.get("entries.jsonl", b""), "entries.jsonl"):
        try:
            header = parse(line.decode("utf-8"))
            spelled = isinstance(header, dict) and canonical(header).encode() == line
        except ValueError:
            header, spelled = {}, False
        sealed = [name in header for name in ("commit", "kid")]
        if not spelled or header.get("index") != tree.size or (prev is not None and header.get("prev") != prev) \
                or header.get("v") not in (1, 2) or any(sealed) != all(sealed) or (any(sealed) and header["v"] == 1):
            tampered.append("ENTRY")
            broken = True
            break
        leaf = sha(b"\x00vouch-audit/v1\n" + line)
        tree.push(leaf)
        prev = leaf.hex()
        roots[tree.size] = tree.root() if older else None
        index, detail = header["index"], header.get("detail", {})
        if header["type"] in ("erasure.executed", "retention.executed"):
            for kid in detail.get("kids", []):
                counts["shredded"] += len(waiting.pop(kid, []))
        if header["type"] == "retention.executed":
            gone = detail.get("receipts", [])
            unseen -= {int(one) for one in gone if isinstance(one, str) and re.fullmatch("0|[1-9][0-9]{0,14}", one)}
        if header["type"] == "key.rotated":
            row = next((row for row in rotations if row["index"] == index), None)
            if row is None or row["note"] != note_of_entry(header):
                tampered.append("KEY_ROTATION_DIFFERS")
            rotations = [row for row in rotations if row["index"] != index]
        if header["type"] == "key.retired":
            gone = header.get("object", {}).get("ref")
            retired += [one for one in keys if vkey_text(one) == gone]
        if "commit" in header:
            row = payloads.pop(index, None)
            if row is None:
                waiting.setdefault(header["kid"], []).append(index)
            elif row["kid"] != header["kid"]:
                tampered.append("PAYLOAD_CHANGED")
            elif "sealed" in row:
                # An iv, a tag and "{}": what is shorter was never sealed.
                if len(unbase64(row["sealed"])) < 30:
                    tampered.append("PAYLOAD_CHANGED")
                else:
                    counts["sealed"] += 1
            else:
                mac = hmac.new(bytes.fromhex(row["commitKey"]), canonical(row["value"]).encode(), "sha256")
                if mac.hexdigest() == header["commit"]:
                    counts["ok"] += 1
                else:
                    tampered.append("PAYLOAD_CHANGED")
        if has_receipts and header["type"] == "gate.decided" and isinstance(detail.get("receipt"), str):
            decided += 1
            row = receipts.pop(index, None)
            if row is None:
                unseen.add(index)
                continue
            receipt = row["receipt"]
            message = b"vouch-decision/v1\n" + canonical(receipt).encode()
            if sha(message).hex() != detail["receipt"] or receipt.get("account") != account:
                tampered.append("RECEIPT_CHANGED")
            elif not any(ed25519(one[2], unbase64(row["signature"]), message) for one in keys if one not in retired):
                tampered.append("SIGNATURE_INVALID")
            elif receipt["decision"] == "allow":
                scope, body = scopes.get(receipt["scope"]["hash"]), snapshots.get(receipt["articles"]["snapshot"])
                try:
                    unpacked = gzip.decompress(unbase64(body or ""))
                except (OSError, EOFError, zlib.error):
                    unpacked = b""
                if scope is None or sha(canonical(scope).encode()).hex() != receipt["scope"]["hash"] \
                        or sha(unpacked).hex() != receipt["articles"]["snapshot"]:
                    tampered.append("EVIDENCE_MISSING")
    tampered += ["PAYLOAD_UNEXPECTED"] * bool(payloads) + ["RECEIPT_UNEXPECTED"] * bool(receipts)
    for row in rotations:
        if not broken and (start <= row["index"] < end or row["index"] >= size):
            tampered.append("KEY_ROTATION_DIFFERS")
    if not broken and tree.size != end:
        tampered.append("ENTRY_MISSING")
    for value, span in zip(after, spans(end, size)):
        tree.push(value, span)
    root = tree.root()
    if point is not None and point != (size, root):
        tampered.append("CHECKPOINT_MISMATCH")
    if unseen:
        hidden = end < size or broken
        (incomplete if hidden else tampered).append("RECEIPTS_LEFT_OUT" if hidden else "RECEIPT_MISSING")
    incomplete += ["PAYLOADS_LEFT_OUT"] * (kind == "open" and counts["sealed"] > 0)
    left = sum(map(len, waiting.values()))
    counts["missing"] = left
    if left:
        hidden = end < size or kind == "none" or broken
        (incomplete if hidden else tampered).append("PAYLOADS_LEFT_OUT" if hidden else "PAYLOAD_MISSING")

    if older is not None:
        roots[size] = root
        kept = next(filter(None, (checkpoint_in(older, one) for one in keys)), None)
        if kept is None or kept[0] > size:
            tampered.append("OLDER_CHECKPOINT_DIFFERS")
        elif kept[0] in roots:
            if roots[kept[0]] != kept[1]:
                tampered.append("OLDER_CHECKPOINT_DIFFERS")
        else:
            packed = here.get("older.checkpoint", b"").decode("utf-8", "replace")
            bundled = next(filter(None, (checkpoint_in(packed, one) for one in keys)), None)
            proof = [unbase64(line) for line in here.get("consistency.txt", b"").decode().split("\n") if line]
            if bundled is None or bundled[0] != kept[0]:
                incomplete.append("OLDER_CHECKPOINT_UNCHECKED")
            elif not consistent(kept[0], size, kept[1], root, proof):
                tampered.append("OLDER_CHECKPOINT_DIFFERS")
    return {
        "account": account,
        "entries": {"from": start, "to": end, "size": size},
        "rootHash": root.hex(),
        "integrity": "tampered" if tampered else "intact",
        "completeness": "incomplete" if incomplete else "complete",
        "tampered": tampered,
        "incomplete": incomplete,
        "payloads": counts,
        "decisions": decided,
        "witnesses": sorted(seen),
    }


def check_proof(path, policy):
    """One entry and its place in the signed log (docs/audit-format.md §8)."""
    head, _, note = text_of(path).partition("\n\n")
    lines = head.split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1" or not lines[1].startswith("extra ") or not lines[2].startswith("index "):
        raise Unreadable("no proof of an entry")
    header, index = unbase64(lines[1][6:]), int(lines[2][6:])
    hashes = [unbase64(line) for line in lines[3:]]
    origin = note.split("\n")[0]
    known = [] if policy is None else [log for log in policy[0] if log[0] == origin]
    text = split_note(note)[0].split("\n")
    point = next(filter(None, (checkpoint_in(note, key) for key in known)), None)
    if policy is None:
        point = (int(text[1]), unbase64(text[2]))
    tampered = []
    try:
        entry = parse(header.decode("utf-8"))
    except ValueError:
        entry = {}
    if point is None:
        tampered.append("CHECKPOINT_INVALID")
    else:
        # RFC 9162 §2.1.3.2
        leaf, fn, sn = sha(b"\x00vouch-audit/v1\n" + header), index, point[0] - 1
        root, good = leaf, index < point[0]
        for step in hashes:
            good = good and sn > 0
            if fn & 1 or fn == sn:
                root = node(step, root)
                while not fn & 1 and fn:
                    fn, sn = fn >> 1, sn >> 1
            else:
                root = node(root, step)
            fn, sn = fn >> 1, sn >> 1
        if not good or sn != 0 or root != point[1] or entry.get("index") != index:
            tampered.append("NOT_IN_LOG")
    return {"tampered": tampered, "incomplete": [] if policy else ["KEY_NOT_TRUSTED"]}


def text_of(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError as cause:
        raise Unreadable(str(cause))


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("bundle", nargs="+")
    args.add_argument("--key")
    args.add_argument("--policy")
    args.add_argument("--checkpoint")
    args.add_argument("--proof", action="store_true", help="the files are .tlog-proof files")
    given = args.parse_args()
    codes = []
    for bundle in given.bundle:
        try:
            policy = None
            if given.policy:
                policy = read_policy(text_of(given.policy))
            elif given.key:
                policy = ([key_of(text_of(given.key) if os.path.exists(given.key) else given.key, 1)], {}, {}, "none")
            older = text_of(given.checkpoint) if given.checkpoint else None
            report = check_proof(bundle, policy) if given.proof else check(bundle, policy, older)
            code = 2 if report["tampered"] else 3 if report["incomplete"] else 0
        except (Unreadable, UnicodeDecodeError, KeyError, TypeError, AttributeError, IndexError, ValueError) as cause:
            report, code = {"unreadable": str(cause)}, 4
        print(json.dumps({"code": code, **report}))
        codes.append(code)
    return codes[0] if len(codes) == 1 else 0


if __name__ == "__main__":
    sys.exit(main())
