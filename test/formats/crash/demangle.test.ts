import { describe, expect, it } from 'vitest';
import { demangle } from '../../../src/formats/crash/demangle.js';

describe('demangle', () => {
  it.each([
    ['_Z23Disconnect_RedisCommandP14RedisModuleCtxPP17RedisModuleStringi', 'Disconnect_RedisCommand'],
    ['_ZN9HNSWIndexIffE11searchLayerEjPKvjm', 'HNSWIndex::searchLayer'],
    ['_ZNK9HNSWIndexIffE6isFullEv', 'HNSWIndex::isFull'],
    ['_ZNSt6localeD1Ev', 'std::locale::~locale'],
    ['_ZN6valkey5_freeEPv', 'valkey::_free'],
    ['_ZSt9terminatev', 'std::terminate'],
    ['_ZN3FooC2Ei', 'Foo::Foo'],
    ['_ZN8vecsim_m3MapISt4pairIKjfELj4EE4findERKS1_', 'vecsim_m::Map::find'],
    ['_ZN4core9panicking5panic17h0123456789abcdefE', 'core::panicking::panic'],
    [
      '_ZN60_$LT$alloc..string..String$u20$as$u20$core..fmt..Display$GT$3fmt17h1e5d1fbd3a9bc9f5E',
      '<alloc::string::String as core::fmt::Display>::fmt',
    ],
    ['__ZN4core9panicking5panic17h0123456789abcdefE', 'core::panicking::panic'],
    ['_RNvNtCs1a2b3c_4core9panicking5panic', 'core::panicking::panic'],
    ['_RNCNvCsgStHSCytQ6I_7mycrate4main0B3_', 'mycrate::main::{closure}'],
    ['_RINvCs1234_6rejson8run_withjE', 'rejson::run_with'],
    ['_RNvMCs1234_6rejsonNtB2_4Path3new', 'rejson::Path::new'],
  ])('%s is %s', (mangled, name) => {
    expect(demangle(mangled)).toBe(name);
  });

  it.each(['call', '_start', '__libc_start_main', '_Z', '_ZN', '_R', '_RNv', '_ZTV3Foo', '_ZN99short', '_Reset', '_ZN3FooS1_3barE', ''])(
    '%s stays as it is',
    (name) => {
      expect(demangle(name)).toBe(name);
    },
  );

  it('takes time in proportion to hostile names', () => {
    for (const part of ['N', 'I', 'B_', 'St', 'X', '3aaa', 'NvB_']) expect(() => demangle(`_RN${part.repeat(900)}`)).not.toThrow();
    for (const part of ['I', 'N', 'L', 'S_', '1a', 'K']) expect(() => demangle(`_ZN${part.repeat(1200)}`)).not.toThrow();
  });
});
