/* SPDX-License-Identifier: MIT */
/* What every NEON kernel begins with: a hidden symbol, a landing pad for BTI, no executable
 * stack; and two macros of general use. Registers v8 to v15 and x18 to x29 are never touched. */
#ifndef ST_AARCH64_KERNEL_H
#define ST_AARCH64_KERNEL_H

#if defined(__APPLE__)
#define SYMBOL(name) _##name
#define HIDDEN(name) .private_extern _##name
#define TYPE(name)
#define CONSTANTS .section __TEXT, __const
#define ADDRESS(reg, label) adrp reg, label@PAGE; add reg, reg, label@PAGEOFF
#else
#define SYMBOL(name) name
#define HIDDEN(name) .hidden name
#define TYPE(name) .type name, %function
#define CONSTANTS .section .rodata
#define ADDRESS(reg, label) adrp reg, label; add reg, reg, :lo12:label
#endif

/* Opens the function st_<name>_neon. hint 34 is "bti c", which older assemblers do not know. */
#define KERNEL(name) \
        .text; \
        .p2align 5; \
        .globl SYMBOL(st_##name##_neon); \
        HIDDEN(st_##name##_neon); \
        TYPE(st_##name##_neon); \
SYMBOL(st_##name##_neon): \
        hint #34

/* n bytes, 1 <= n <= 7, into x<out>, zeros above; x<src>, x<n>, and x<t>, x<s> as scratch are
 * given by number. 4 to 7 bytes are two overlapping words; 1 to 3 are bytes 0, n / 2 and n - 1,
 * which are all of them. */
        .macro load_under_8 out, src, n, t, s
        cmp     x\n, #4
        b.lo    1f
        sub     x\s, x\n, #4
        ldr     w\t, [x\src, x\s]
        lsl     x\s, x\s, #3
        ldr     w\out, [x\src]
        lsl     x\t, x\t, x\s
        orr     x\out, x\out, x\t
        b       2f
1:      lsr     x\s, x\n, #1
        ldrb    w\out, [x\src]
        ldrb    w\t, [x\src, x\s]
        lsl     x\s, x\s, #3
        lsl     x\t, x\t, x\s
        orr     x\out, x\out, x\t
        sub     x\s, x\n, #1
        ldrb    w\t, [x\src, x\s]
        lsl     x\s, x\s, #3
        lsl     x\t, x\t, x\s
        orr     x\out, x\out, x\t
2:
        .endm

/* Sixteen lanes of 00 or FF in v<v> to four bits each in x<out>. */
        .macro nibbles out, v
        shrn    v\v\().8b, v\v\().8h, #4
        fmov    x\out, d\v
        .endm

#if defined(__ELF__)
        .section .note.GNU-stack, "", %progbits
        .section .note.gnu.property, "a"
        .p2align 3
        .word   4, 16, 5
        .asciz  "GNU"
        .word   0xc0000000, 4, 1, 0             /* BTI */
#endif

#endif
