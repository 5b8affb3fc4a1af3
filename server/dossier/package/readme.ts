/** `README.txt` of a package: for whoever checks it with other tools than ours. */
export function readme(key: string): Buffer {
  return Buffer.from(`This package holds what is kept about one person. Open index.html first.

How to check it without us
--------------------------
manifest.json names every other file with its SHA-256 checksum and its length.
manifest.sig is a signed note (https://c2sp.org/signed-note, Ed25519) whose text is two lines:

    vouch-export/v1
    <SHA-256 of manifest.json, in hex>

It is signed with the key

    ${key}

Ask the controller for this key on another way and compare it. Then, with Vouch:

    vouch verify --export FILE.zip --key KEY

0 good, 2 changed, 3 it fits together but nobody vouches for the key, 4 cannot be read.

receipts/<id>.json is one decision of the gate each, with its signature, its audit entry and the path to the
signed checkpoint; "vouch verify --receipt FILE --key KEY" checks one of them. proofs/<id>.tlog-proof is the same
path in the form of https://c2sp.org/tlog-proof. data.json has everything; csv/ the same as tables (UTF-8, RFC
4180; a cell that a spreadsheet would run begins with an apostrophe); portability.json what the person provided
(GDPR Art. 20); consent.jsonld the consent records (ISO/IEC TS 27560 in the Data Privacy Vocabulary);
article15.json purposes, categories, recipients, periods and rights. Files are not compressed, so that the same
content is the same bytes everywhere.
`)
}
