/* Exceptions and interrupts: level 1 is served, everything else is a crash.
 * Floor: port. Nothing is pushed on the interrupted stack, so a broken stack pointer can be reported too.
 * Reference: Xtensa ISA Reference Manual, section 4.4; vector offsets of the ESP32's LX6: ESP32 TRM section 2.3. */
#include "crash.h"

/* Special registers without a name in this assembler: EPC, EPS and EXCSAVE of the levels 2–7. */
#define EPC 176
#define EPS 192
#define EXCSAVE 208
#define DEPC 192
    .macro  read_special register, number
    .byte   (\register) << 4, \number, 0x03       /* rsr */
    .endm
    .macro  write_special register, number
    .byte   (\register) << 4, \number, 0x13       /* wsr */
    .endm

/* ---- the table: each slot saves a0 and leaves. Below 0x180 are the window vectors, which a call0 program never enters:
        they are zeros, and zeros are an illegal instruction. ---- */
    .section .vectors, "ax"
    .align  1024
    .global vectors
vectors:
    .macro  level_slot level, offset
    .org    vectors + \offset
    write_special 0, EXCSAVE + \level
    j       crash_level_\level
    .endm
    level_slot 2, 0x180
    level_slot 3, 0x1c0
    level_slot 4, 0x200
    level_slot 5, 0x240
    level_slot 6, 0x280             /* debug */
    level_slot 7, 0x2c0             /* not maskable */
    .org    vectors + 0x300         /* exception in kernel vector mode */
    wsr.excsave1 a0
    j       exception
    .org    vectors + 0x340         /* exception in user vector mode */
    wsr.excsave1 a0
    j       exception
    .org    vectors + 0x3c0         /* exception inside a handler */
    wsr.excsave1 a0
    j       exception_in_exception
    .org    vectors + 0x400

/* ---- what an interrupt must give back: a0–a11 and SAR. C code keeps a12–a15 itself. One copy is enough: the handler runs
        with PS.EXCM set, so nothing of level 1–3 comes in between, and what does is a crash. ---- */
    .section .bss.interrupted, "aw", @nobits
    .align  4
interrupted:
    .space  13 * 4
    .space  1024
interrupt_stack_top:

    .section .text.exception, "ax"
    .literal_position
    .align  4
exception:
    movi    a0, interrupted
    s32i    a2, a0, 2 * 4
    rsr.exccause a2
    beqi    a2, 4, interrupt        /* level-1 interrupt */
    movi    a0, crash_record
    s32i    a2, a0, CRASH_CAUSE
    rsr.epc1 a2
    s32i    a2, a0, CRASH_PC
    j       crash_rest

exception_in_exception:
    movi    a0, crash_record
    rsr.exccause a2
    s32i    a2, a0, CRASH_CAUSE
    read_special 2, DEPC
    s32i    a2, a0, CRASH_PC
crash_rest:
    rsr.ps  a2
    s32i    a2, a0, CRASH_PS
    rsr.excsave1 a2
    s32i    a2, a0, CRASH_A0
    j       crash

    .macro  crash_level level
crash_level_\level:
    movi    a0, crash_record
    movi    a2, CRASH_CAUSE_LEVEL + \level
    s32i    a2, a0, CRASH_CAUSE
    read_special 2, EPC + \level
    s32i    a2, a0, CRASH_PC
    read_special 2, EPS + \level
    s32i    a2, a0, CRASH_PS
    read_special 2, EXCSAVE + \level
    s32i    a2, a0, CRASH_A0
    j       crash
    .endm
    crash_level 2
    crash_level 3
    crash_level 4
    crash_level 5
    crash_level 6
    crash_level 7

crash:                              /* a0 = crash_record */
    s32i    a1, a0, CRASH_SP
    rsr.excvaddr a2
    s32i    a2, a0, CRASH_VADDR
    movi    a1, stack_top
    movi    a2, 0x2f                /* out of the exception, everything masked */
    wsr.ps  a2
    rsync
    movi    a2, 0
    wsr.intenable a2
    rsync
    movi    a0, 0
    j       crash_handle

interrupt:                          /* a0 = interrupted, a2 saved */
    s32i    a1, a0, 1 * 4
    s32i    a3, a0, 3 * 4
    s32i    a4, a0, 4 * 4
    s32i    a5, a0, 5 * 4
    s32i    a6, a0, 6 * 4
    s32i    a7, a0, 7 * 4
    s32i    a8, a0, 8 * 4
    s32i    a9, a0, 9 * 4
    s32i    a10, a0, 10 * 4
    s32i    a11, a0, 11 * 4
    rsr.excsave1 a2
    s32i    a2, a0, 0 * 4
    rsr.sar a2
    s32i    a2, a0, 12 * 4
    movi    a1, interrupt_stack_top
    call0   firmware_interrupt
    movi    a0, interrupted
    l32i    a2, a0, 12 * 4
    wsr.sar a2
    l32i    a11, a0, 11 * 4
    l32i    a10, a0, 10 * 4
    l32i    a9, a0, 9 * 4
    l32i    a8, a0, 8 * 4
    l32i    a7, a0, 7 * 4
    l32i    a6, a0, 6 * 4
    l32i    a5, a0, 5 * 4
    l32i    a4, a0, 4 * 4
    l32i    a3, a0, 3 * 4
    l32i    a2, a0, 2 * 4
    l32i    a1, a0, 1 * 4
    l32i    a0, a0, 0 * 4
    rfe
