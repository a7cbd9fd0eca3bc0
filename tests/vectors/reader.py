#!/usr/bin/env python3
"""An independent reader of the format in docs/format.md, written from that page with a standard library only
(Debian: python3-cryptography). It checks every vector in latchkey-v1*.json: python3 tests/vectors/reader.py"""
import hashlib
import hmac
import json
import pathlib
import struct
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.cmac import CMAC


class DoesNotOpen(Exception):
    pass


def parts(*values):
    encoded = [v.encode() if isinstance(v, str) else v for v in values]
    return b''.join(struct.pack('>H', len(v)) + v for v in encoded)


def u32(value):
    return struct.pack('>I', value)


def hmac512(key, message):
    return hmac.new(key, message, hashlib.sha512).digest()


def expand(key, info, length=32):
    return hmac512(key, info + b'\x01')[:length]


def gcm_open(key, nonce, aad, sealed):
    if len(sealed) < 16:
        raise DoesNotOpen
    try:
        return AESGCM(key).decrypt(nonce, sealed, aad)
    except InvalidTag:
        raise DoesNotOpen from None


def xaes_open(key, nonce, aad, sealed):
    message_key = b''
    for counter in (1, 2):
        mac = CMAC(algorithms.AES(key))
        mac.update(bytes([0, counter, 0x58, 0]) + nonce[:12])
        message_key += mac.finalize()
    return gcm_open(message_key, nonce[12:], aad, sealed)


def open_under(key, header, context, sealed):
    if len(sealed) < 78 or sealed[:38] != header:
        raise DoesNotOpen
    return xaes_open(key, sealed[38:62], header + context, sealed[62:])


def header(suite, version, commitment):
    return bytes([1, suite]) + u32(version) + commitment


def master_key(vector):
    ids = vector['ids']
    shares = bytes.fromhex(vector['platformShare']) + bytes.fromhex(vector.get('customerShare', ''))
    assert len(shares) == (64 if ids['mode'] == 'composite' else 32)
    prk = hmac512(b'latchkey/v1/master', shares)
    return expand(
        prk, parts(ids['mode'], ids['organization'], ids['scope'], ids['region'], u32(ids['version']))
    )


def master_commitment(key):
    return expand(key, parts('latchkey/v1/master-commitment'))


def sub_key(data_key, purpose):
    ids = data_key['ids']
    info = parts('latchkey/v1/' + purpose, ids['organization'], ids['dataClass'], u32(ids['version']))
    return expand(bytes.fromhex(data_key['bytes']), info)


def context_of(purpose, context, last):
    bind = context.get('bind', [])
    return parts(
        purpose, context['organization'], context['dataClass'], context['object'], u32(len(bind)), *bind, last
    )


def unwrap(vector):
    key, ids, context = master_key(vector['master']), vector['master']['ids'], vector['context']
    aad = parts(
        'data-key', context['organization'], context['dataClass'], u32(context['version']),
        u32(context['generation']), ids['id'], ids['mode'], ids['scope'], ids['region'], u32(ids['version']),
    )
    wrapping = expand(key, parts('latchkey/v1/master-wrap'))
    front = header(1, ids['version'], master_commitment(key))
    return open_under(wrapping, front, aad, bytes.fromhex(vector['wrapped']))


def front_of(vector, suite):
    return header(suite, vector['dataKey']['ids']['version'], sub_key(vector['dataKey'], 'commitment'))


def open_value(vector):
    if bytes.fromhex(vector['ciphertext'])[1:2] == b'\x02':
        return open_strict(vector)
    context = context_of('value', vector['context'], vector['context']['field'])
    key = sub_key(vector['dataKey'], 'value')
    return open_under(key, front_of(vector, 1), context, bytes.fromhex(vector['ciphertext']))


def open_strict(vector):
    sealed = bytes.fromhex(vector['ciphertext'])
    front = front_of(vector, 2)
    if len(sealed) < 110 or sealed[:38] != front:
        raise DoesNotOpen
    random, commitment = sealed[38:62], sealed[62:94]
    info = front + context_of('value', vector['context'], vector['context']['field']) + random
    block = expand(sub_key(vector['dataKey'], 'strict'), info, 64)
    if not hmac.compare_digest(block[32:], commitment):
        raise DoesNotOpen
    return gcm_open(block[:32], random[12:], b'', sealed[94:])


def object_key(vector, envelope, directory):
    context = context_of('object-key', vector['context'], directory)
    return open_under(sub_key(vector['dataKey'], 'object-wrap'), front_of(vector, 3), context, envelope)


def open_field(vector, key, name, sealed):
    if len(sealed) < 28:
        raise DoesNotOpen
    return gcm_open(key, sealed[:12], context_of('object-field', vector['context'], name), sealed[12:])


def open_object(vector):
    sealed = bytes.fromhex(vector['ciphertext'])
    at, entries = 112, []
    try:
        (count,) = struct.unpack('>H', sealed[110:112])
        for _ in range(count):
            (length,) = struct.unpack('>H', sealed[at:at + 2])
            name = sealed[at + 2:at + 2 + length].decode('utf-8')
            (size,) = struct.unpack('>I', sealed[at + 2 + length:at + 6 + length])
            entries.append((name, size + 28))
            at += 6 + length
    except (struct.error, UnicodeDecodeError):
        raise DoesNotOpen from None
    if at + sum(size for _, size in entries) != len(sealed):
        raise DoesNotOpen
    key = object_key(vector, sealed[:110], sealed[110:at])
    fields = {}
    for name, size in entries:
        fields[name] = open_field(vector, key, name, sealed[at:at + size]).hex()
        at += size
    return fields


def open_apart(vector):
    key = object_key(vector, bytes.fromhex(vector['envelope']), b'')
    return open_field(vector, key, vector['name'], bytes.fromhex(vector['sealed']))


def open_stream(vector, sealed):
    front = front_of(vector, 4)
    if sealed[:38] != front:
        raise DoesNotOpen
    salt, commitment, chunks = sealed[38:62], sealed[62:94], sealed[94:]
    label = b'c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0'
    info = label + salt + front + context_of('stream', vector['context'], vector['context']['field'])
    sub = sub_key(vector['dataKey'], 'stream')
    first = hmac512(sub, info + b'\x01')
    derived = first + hmac512(sub, first + info + b'\x02')
    key, base, expected = derived[:32], int.from_bytes(derived[32:44], 'big'), derived[44:76]
    if commitment != expected:
        raise DoesNotOpen
    whole = len(chunks) // 16400
    plaintext = b''
    for k in range(whole + 1):
        nonce = (base ^ k).to_bytes(12, 'big')
        plaintext += gcm_open(key, nonce, b'', chunks[16400 * k:16400 * (k + 1)])
    return plaintext


def check_streams(expect):
    path = pathlib.Path(__file__).with_name('latchkey-streams-v1.json')
    vectors = json.loads(path.read_text(encoding='utf-8'))
    ciphertexts = {v['name']: bytes.fromhex(v['ciphertext']) for v in vectors['streams']}
    for v in vectors['streams']:
        found = outcome(lambda: open_stream(v, ciphertexts[v['name']]))
        summary = found if found is None else (len(found), hashlib.sha512(found).hexdigest())
        expect(v['comment'], summary, (v['plaintextBytes'], v['plaintextSha512']))
    for v in vectors['spoiled']:
        sealed = b''.join(
            bytes.fromhex(p['hex']) if 'hex' in p else ciphertexts[p['of']][p['start']:p['end']]
            for p in v['pieces']
        )
        expect(v['comment'], outcome(lambda: open_stream(v, sealed)), None)


def open_share(v):
    sealed = bytes.fromhex(v['sealed'])
    length = int.from_bytes(sealed[1:3], 'big')
    if sealed[:1] != b'\x01' or not 0 < length <= 1024 or len(sealed) != 3 + length + 60:
        raise DoesNotOpen
    c = v['context']
    info = parts('latchkey/v1/sealed-share', c['organization'], c['purpose'], c['scope'], c['region'], c['share'])
    front, nonce, rest = sealed[:3 + length], sealed[3 + length:15 + length], sealed[15 + length:]
    return gcm_open(expand(bytes.fromhex(v['kek']), info), nonce, front, rest).hex()


def check_shares(expect):
    path = pathlib.Path(__file__).with_name('latchkey-shares-v1.json')
    for v in json.loads(path.read_text(encoding='utf-8'))['shares']:
        expect(v['comment'], outcome(lambda: open_share(v)), v['share'] if v['result'] == 'valid' else None)


def outcome(check):
    try:
        return check()
    except DoesNotOpen:
        return None


def check_file(vectors, expect):
    for v in vectors.get('masterKeys', []):
        expect(v['comment'], master_commitment(master_key(v)).hex(), v['commitment'])
    for v in vectors.get('dataKeys', []):
        expect('sub-keys', {p: sub_key(v, p).hex() for p in v['subKeys']}, v['subKeys'])
    for section, opener, wanted in [
        ('wraps', unwrap, 'key'), ('values', open_value, 'plaintext'), ('fields', open_apart, 'plaintext'),
    ]:
        for v in vectors.get(section, []):
            found = outcome(lambda: opener(v).hex())
            expect(v['comment'], found, v.get(wanted))
            assert (v['result'] == 'valid') == (wanted in v)
    for v in vectors.get('objects', []):
        expect(v['comment'], outcome(lambda: open_object(v)), v.get('fields'))
        assert (v['result'] == 'valid') == ('fields' in v)


def main():
    def read(name):
        return json.loads(pathlib.Path(__file__).with_name(name).read_text(encoding='utf-8'))

    total = wrong = 0

    def expect(comment, found, expected):
        nonlocal total, wrong
        total += 1
        if found != expected:
            wrong += 1
            print('WRONG', comment, file=sys.stderr)

    for name in ('latchkey-v1.json', 'latchkey-v1-strict.json', 'latchkey-v1-more.json'):
        check_file(read(name), expect)
    check_streams(expect)
    check_shares(expect)
    print(f'{total} vectors, {wrong} wrong')
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
