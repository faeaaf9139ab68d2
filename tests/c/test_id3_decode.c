/* SPDX-License-Identifier: MIT */
/* Decoding ID3 frames: every kind of field, its damages, and what missing terminators and byte
 * order marks mean. */
#include "id3_make.h"

#define DECODES(minor, id, body, wanted) IS(alone(minor, id, LIT(body)), wanted)
#define DROPPED(minor, id, body) IS(alone(minor, id, LIT(body)), "")

START_TEST(texts_and_terminators)
{
    DECODES(4, "TIT2", "\0abc", "TIT2(0,['abc'])");
    DECODES(4, "TIT2", "\0abc\0", "TIT2(0,['abc'])");
    DECODES(4, "TIT2", "\0a\0b", "TIT2(0,['a','b'])");
    DECODES(4, "TIT2", "\0a\0\0b", "TIT2(0,['a','','b'])");
    DECODES(4, "TIT2", "\0\0", "TIT2(0,[''])");
    DECODES(4, "TIT2", "\3caf\xc3\xa9", "TIT2(3,['caf\xc3\xa9'])");
    DECODES(4, "TIT2", "\0caf\xe9", "TIT2(0,['caf\xc3\xa9'])");
    DROPPED(4, "TIT2", "\0"); /* an encoding alone */
    DROPPED(4, "TIT2", "\1");
}
END_TEST

START_TEST(padding_inside_frames_of_old_tags)
{
    DECODES(4, "TIT2", "\0abc\0\0\0", "TIT2(0,['abc','',''])");
    DECODES(3, "TIT2", "\0abc\0\0\0", "TIT2(0,['abc'])");
    DECODES(2, "TT2", "\0abc\0\0\0", "TIT2(0,['abc'])");
    DECODES(3, "TIT2", "\1\xff\xfe" "a\0\0\0\0\0\0", "TIT2(1,['a'])");
    DECODES(3, "TIT2", "\1\xff\xfe" "a\0\0\0\xff\xfe", "TIT2(1,['a',''])");
    DECODES(3, "APIC", "\0m\0\3d\0\0\0\0", "APIC(0,'m',3,'d',<>)");
    DECODES(4, "APIC", "\0m\0\3d\0\0\0\0", "APIC(0,'m',3,'d',<000000>)");
    DROPPED(3, "COMM", "\0engd\0\0"); /* the empty text counts as padding too */
    DECODES(4, "COMM", "\0engd\0\0", "COMM(0,'eng','d',[''])");
}
END_TEST

START_TEST(unknown_encodings_drop_a_frame)
{
    DROPPED(4, "TIT2", "\4abc");
    DROPPED(4, "TIT2", "Aabc");
    DROPPED(4, "TIT2", "\xff" "abc");
    DROPPED(4, "COMM", "\4engd\0t");
}
END_TEST

START_TEST(malformed_texts_drop_a_frame)
{
    DROPPED(4, "TIT2", "\3a\xff");
    DROPPED(4, "TIT2", "\3a\xc3");
    DROPPED(4, "TIT2", "\3\xed\xa0\x80");
    DROPPED(4, "TIT2", "\3a\0\xff\0b");
    DROPPED(4, "TIT2", "\1\xff\xfe\0\xd8" "a\0");
    DROPPED(4, "TIT2", "\1\xff\xfe\0\xdc");
    DROPPED(4, "TIT2", "\2\xd8\0\0a");
    DECODES(4, "TIT2", "\1\xff\xfe\0\xd8\0\xdc", "TIT2(1,['\xf0\x90\x80\x80'])");
}
END_TEST

START_TEST(byte_order_marks)
{
    DECODES(4, "TIT2", "\1\xff\xfe" "a\0", "TIT2(1,['a'])");
    DECODES(4, "TIT2", "\1\xfe\xff\0a", "TIT2(1,['a'])");
    DECODES(4, "TIT2", "\1" "a\0b\0", "TIT2(1,['ab'])"); /* none: little-endian */
    DECODES(4, "TIT2", "\1\xff\xfe" "a\0\0\0b\0", "TIT2(1,['a','b'])");
    DECODES(4, "TIT2", "\1\xfe\xff\0a\0\0\xff\xfe" "b\0", "TIT2(1,['a','b'])");
    DECODES(4, "TIT2", "\1\xfe\xff\0a\0\0\0b", "TIT2(1,['a','\xe6\x88\x80'])"); /* not inherited */
    /* one mark only */
    DECODES(4, "TIT2", "\1\xff\xfe\xff\xfe" "a\0", "TIT2(1,['\xef\xbb\xbf" "a'])");
    DECODES(4, "TIT2", "\2\xfe\xff\0a", "TIT2(2,['\xef\xbb\xbf" "a'])");
    DECODES(4, "TIT2", "\3\xef\xbb\xbf" "a", "TIT2(3,['\xef\xbb\xbf" "a'])");
    DECODES(4, "TIT2", "\1\xff\xfe", "TIT2(1,[''])");
}
END_TEST

START_TEST(big_endian_mark_on_little_endian_text)
{
    DECODES(4, "TIT2", "\1\xfe\xff\xd8\0a\0", "TIT2(1,['\xef\xbf\xbe\xc3\x98" "a'])");
}
END_TEST

START_TEST(utf16_that_lacks_its_last_byte)
{
    DECODES(4, "TIT2", "\1\xff\xfe" "a\0b", "TIT2(1,['ab'])");
    DECODES(4, "TIT2", "\1\xff", "TIT2(1,['\xc3\xbf'])");
    DECODES(4, "TIT2", "\1\xff\xfe" "a\0\0", "TIT2(1,['a'])"); /* half a terminator is one */
    DECODES(4, "TIT2", "\1\0\0\0", "TIT2(1,['',''])");
    DECODES(4, "TIT2", "\1\xfe\xff" "a", "TIT2(1,['\xe6\x84\x80'])");
    DECODES(4, "TIT2", "\2\0aX", "TIT2(2,['a\xe5\xa0\x80'])");
    DROPPED(4, "TIT2", "\2\xd8");
    DECODES(4, "TIT2", "\2\xd8\0\xdc", "TIT2(2,['\xf0\x90\x80\x80'])");
    const simdtag_raw raw = {.data = (const uint8_t *)"\1a",
                             .len = 2,
                             .kind = SIMDTAG_RAW_ID3,
                             .aux = ST_ID3_TIT2,
                             .aux2 = 4};
    simdtag_value v;
    uint8_t stored;
    ck_assert_int_eq(simdtag_id3_texts(&raw, &stored, &v, 1), -2);
    ck_assert_int_eq(simdtag_id3_check(&raw, NULL), 1);
}
END_TEST

START_TEST(texts_beyond_the_callers_room)
{
    const simdtag_raw raw = {.data = (const uint8_t *)"\0a\0b\0c",
                             .len = 6,
                             .kind = SIMDTAG_RAW_ID3,
                             .aux = ST_ID3_TIT2,
                             .aux2 = 4};
    simdtag_value v[2];
    uint8_t stored = 9;
    ck_assert_int_eq(simdtag_id3_texts(&raw, &stored, v, 2), 3);
    ck_assert_int_eq(stored, 0);
    ck_assert_mem_eq(v[1].u.at, "b", 1);
    ck_assert_int_eq(simdtag_id3_texts(&raw, &stored, NULL, 0), 3);
}
END_TEST

START_TEST(pairs)
{
    DECODES(4, "TIPL", "\0a\0b\0c\0d", "TIPL(0,[['a','b'],['c','d']])");
    DECODES(4, "TIPL", "\0a\0b\0c", "TIPL(0,[['a','b'],['c','']])");
    DECODES(4, "TMCL", "\0a", "TMCL(0,[['a','']])");
    DECODES(4, "TIPL", "\0a\0b\0\0\0", "TIPL(0,[['a','b'],['','']])");
    DECODES(3, "TIPL", "\0a\0b\0\0\0", "TIPL(0,[['a','b']])");
    DECODES(3, "IPLS", "\1\xff\xfe" "a\0\0\0\xff\xfe" "b\0", "IPLS(1,[['a','b']])");
}
END_TEST

START_TEST(comments_and_lyrics)
{
    DECODES(4, "COMM", "\0engd\0t\0u", "COMM(0,'eng','d',['t','u'])");
    DECODES(4, "COMM", "\0\0\0\0d\0t", "COMM(0,'\\0\\0\\0','d',['t'])");
    DECODES(4, "COMM", "\1eng\xff\xfe\0\0\xff\xfe" "a\0", "COMM(1,'eng','',['a'])");
    DROPPED(4, "COMM", "\0e\xe9gd\0t"); /* languages are ASCII */
    DROPPED(4, "COMM", "\0engd\0");
    DROPPED(4, "COMM", "\0engd");
    DROPPED(4, "COMM", "\0en");
    DECODES(4, "USLT", "\0engd\0t\0u", "USLT(0,'eng','d','t')");
    DROPPED(4, "USLT", "\0engd\0");
    DECODES(4, "USER", "\0engt", "USER(0,'eng','t')");
    DECODES(4, "TXXX", "\0d\0a\0b", "TXXX(0,'d',['a','b'])");
    DROPPED(4, "TXXX", "\0d\0");
    DECODES(4, "WXXX", "\0d\0u\0v", "WXXX(0,'d','u')");
    DECODES(4, "WOAF", "\xe9", "WOAF('\xc3\xa9')");
}
END_TEST

START_TEST(pictures)
{
    DECODES(4, "APIC", "\0m\0\3d\0data", "APIC(0,'m',3,'d',<64617461>)");
    DECODES(4, "APIC", "\0m\0\3d", "APIC(0,'m',3,'d',<>)");
    DECODES(4, "APIC", "\1m\0\xffX\0\0\0data", "APIC(1,'m',255,'X',<64617461>)");
    DROPPED(4, "APIC", "\0m\0\3");
    DROPPED(4, "APIC", "\0m");
    DECODES(2, "PIC", "\0JPG\3d\0data", "APIC(0,'JPG',3,'d',<64617461>)");
    /* has no MIME form */
    DECODES(2, "PIC", "\0\0\0\0\3d\0data", "PIC(0,'\\0\\0\\0',3,'d',<64617461>)");
    DECODES(3, "PIC\0", "\0m\0\3d\0data", "APIC(0,'m',3,'d',<64617461>)"); /* the newer layout */
    DECODES(4, "GEOB", "\0m\0f\0d\0x", "GEOB(0,'m','f','d',<78>)");
}
END_TEST

START_TEST(numbers)
{
    DECODES(4, "PCNT", "\1\2", "PCNT(258)");
    DECODES(4, "PCNT", "\x7f\xff\xff\xff\xff\xff\xff\xff", "PCNT(9223372036854775807)");
    /* beyond 63 bits: bytes */
    DECODES(4, "PCNT", "\x80\0\0\0\0\0\0\0", "PCNT(<8000000000000000>)");
    DECODES(4, "PCNT", "\0\0\0\0\0\0\0\0\0\0\0\0\1", "PCNT(1)");
    DROPPED(4, "PCNT", "");
    DECODES(4, "POPM", "e\0\5", "POPM('e',5,-)");
    DECODES(4, "POPM", "e\0\5\1\0", "POPM('e',5,256)");
    DROPPED(4, "POPM", "e\0");
    DECODES(4, "RBUF", "\1\2\3", "RBUF(66051,-,-)");
    DECODES(4, "RBUF", "\1\2", "RBUF(258,-,-)"); /* cut numbers count as far as they go */
    DECODES(4, "RBUF", "\1\2\3\4\5\6", "RBUF(66051,4,1286)");
    DECODES(4, "AENC", "o\0\1\2\3", "AENC('o',258,3,<>)");
    DROPPED(4, "AENC", "o\0\1\2");
    DECODES(4, "RVRB", "\1\2\3\4\5\6\7\10\11\12\13\14", "RVRB(258,772,5,6,7,8,9,10,11,12)");
    DECODES(4, "MLLT", "\1\2\3\4\5\6\7\10\11\12", "MLLT(258,197637,395016,9,10,<>)");
    DECODES(4, "POSS", "\5\1", "POSS(5,1)");
    DECODES(4, "SEEK", "\1", "SEEK(1)");
    DECODES(4, "PCST", "\0\0\0\0", "PCST(0)");
}
END_TEST

START_TEST(binary_fields_may_be_empty)
{
    DECODES(4, "UFID", "o", "UFID('o',<>)");
    DECODES(4, "PRIV", "o\0", "PRIV('o',<>)");
    DECODES(4, "SIGN", "\5", "SIGN(5,<>)");
    DECODES(4, "SYTC", "\5x", "SYTC(5,<78>)");
    DECODES(4, "ENCR", "o\0\5", "ENCR('o',5,<>)");
    DROPPED(4, "ENCR", "o\0");
    DECODES(4, "GRID", "o\0\5d", "GRID('o',5,<64>)");
    DECODES(4, "LINK", "TIT2u\0d", "LINK('TIT2','u',<64>)");
    DROPPED(4, "LINK", "TI\xff" "2u");
}
END_TEST

START_TEST(commercial_frames)
{
    DECODES(4, "OWNE", "\0p\0" "20200101s", "OWNE(0,'p','20200101','s')");
    DROPPED(4, "OWNE", "\0p\0" "20200101");
    DECODES(4, "COMR", "\0p\0" "20200101c\0\7s\0d\0", "COMR(0,'p','20200101','c',7,'s','d',-,-)");
    DECODES(4, "COMR",
            "\0p\0"
            "20200101c\0\7s\0d\0m",
            "COMR(0,'p','20200101','c',7,'s','d','m',<>)");
    DECODES(4, "COMR",
            "\0p\0"
            "20200101c\0\7s\0d\0m\0x",
            "COMR(0,'p','20200101','c',7,'s','d','m',<78>)");
}
END_TEST

START_TEST(volume_adjustments)
{
    DECODES(4, "RVA2", "d\0\1\xfe\0\x10\x12\x34", "RVA2('d',1,-1.0000,0.1422)");
    DECODES(4, "RVA2", "d\0\1\x7f\xff\0", "RVA2('d',1,63.9980,0.0000)");
    DECODES(4, "RVA2", "d\0\1\1\0\1\x12", "RVA2('d',1,0.5000,18.0000)");
    DECODES(4, "RVA2", "d\0\1\1\0\xff\xff\xff\xff\xff\0\0", "RVA2('d',1,0.5000,4.0000)");
    DROPPED(4, "RVA2", "d\0\1\xfe\0\x10\x12");
    DROPPED(4, "RVA2", "d\0\1\xfe\0");
    DROPPED(4, "RVA2", "d\0\1\xfe"); /* mutagen lets a struct.error out here */
    DECODES(4, "EQU2", "\1d\0\0\xc8\xfe\0\0\x64\1\x2c",
            "EQU2(1,'d',[[50.0000,0.5859],[100.0000,-1.0000]])");
    /* the last counts */
    DECODES(4, "EQU2", "\1d\0\0\xc8\xfe\0\0\xc8\1\x2c\0", "EQU2(1,'d',[[100.0000,0.5859]])");
    DECODES(4, "EQU2", "\1d\0\1", "EQU2(1,'d',[])");
    DROPPED(4, "EQU2", "\1d\0");
    DECODES(3, "RVAD", "\3\x10\1\2\3\4", "RVAD([258,772])");
    DECODES(3, "RVAD", "\1\x08\1\2\3\4\5\6\7\10\11\12\13\14\15",
            "RVAD([1,-2,3,4,-5,-6,7,8,-9,10,-11,12])");
    DECODES(3, "RVAD", "\0\x48\1\0\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\0",
            "RVAD([<010000000000000000>,<020000000000000000>])");
    DROPPED(3, "RVAD", "\3\x10\1\2\3");
    DROPPED(3, "RVAD", "\3\0\1\2\3\4");
    DECODES(2, "RVA", "\3\x08\1\2\3\4\5\6", "RVAD([1,2,3,4])"); /* v2.2 knows four */
}
END_TEST

START_TEST(events_and_synchronised_text)
{
    DECODES(4, "ETCO", "\2\1\0\0\0\5\xfe\x80\0\0\5\3\0", "ETCO(2,[[1,5],[-2,2147483653]])");
    DROPPED(4, "ETCO", "\2");
    DECODES(4, "SYLT", "\0eng\2\1d\0l\0\0\0\0\5m\0\0\0\1\xf4",
            "SYLT(0,'eng',2,1,'d',[['l',5],['m',500]])");
    DROPPED(4, "SYLT", "\0eng\2\1d\0l\0\0\0\0\5m");
    DROPPED(4, "SYLT", "\0eng\2\1d\0l\0\0\0\5");
    DECODES(4, "SYLT", "\1eng\2\1d\0\0\0\xfe\xff\0l\0\0\0\0\0\5",
            "SYLT(1,'eng',2,1,'d',[['l',5]])");
    DROPPED(4, "SYLT", "\1eng\2\1d\0\0\0l\0\0\0\0\0\0\5"); /* here a mark is needed */
}
END_TEST

START_TEST(seek_points)
{
    DECODES(4, "ASPI", "\0\0\0\1\0\0\0\2\0\2\x08\1\2\3", "ASPI(1,2,2,8,[1,2])");
    DECODES(4, "ASPI", "\0\0\0\1\0\0\0\2\0\2\x10\1\2\3\4", "ASPI(1,2,2,16,[258,772])");
    DROPPED(4, "ASPI", "\0\0\0\1\0\0\0\2\0\2\x10\1\2\3");
    DROPPED(4, "ASPI", "\0\0\0\1\0\0\0\2\0\1\x09\1\2\3");
    DECODES(4, "ASPI", "\0\0\0\1\0\0\0\2\0\0\x08\1", "ASPI(1,2,0,8,[])");
}
END_TEST

START_TEST(chapters)
{
    DECODES(4, "CHAP",
            "e\0\0\0\0\1\0\0\0\2\0\0\0\3\xff\xff\xff\xffTIT2\0\0\0\2\0\0\0xTT2\0\0\0\0\2\0\0\0y",
            "CHAP('e',1,2,3,4294967295,{TIT2(0,['x']) TIT2(0,['y'])})");
    DECODES(4, "CHAP", "e\0\0\0\0\1\0\0\0\2\0\0\0\3\xff", "CHAP('e',1,2,3,255,{})");
    DROPPED(4, "CHAP", "e\0\0\0\0\1\0\0\0\2\0\0\0\3");
    DECODES(4, "CTOC", "e\0\3\2a\0b\0TIT2\0\0\0\2\0\0\0x", "CTOC('e',3,['a','b'],{TIT2(0,['x'])})");
    DECODES(4, "CTOC", "e\0\3\2a", "CTOC('e',3,['a',''],{})");
    DECODES(4, "CTOC", "e\0\3\0", "CTOC('e',3,[],{})");
    DROPPED(4, "CTOC", "e\0\3");
}
END_TEST

START_TEST(chapters_are_unsynchronised_twice)
{
    begin(4, 0x80);
    frame("CHAP", LIT("e\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0TIT2\0\0\0\6\0\0\0a\xff\0\0b"));
    end();
    IS(frames(0), "CHAP('e',0,0,0,0,{TIT2(0,['a\xc3\xbf" "b'])})");
}
END_TEST

START_TEST(links_of_v22_name_newer_frames)
{
    DECODES(2, "LNK", "TT2u\0d", "LINK('TIT2','u',<64>)");
    DECODES(2, "LNK", "ZZZu\0d", "LINK('ZZZ ','u',<64>)");
}
END_TEST

ST_CASE(text, texts_and_terminators, padding_inside_frames_of_old_tags,
        unknown_encodings_drop_a_frame, malformed_texts_drop_a_frame, byte_order_marks,
        big_endian_mark_on_little_endian_text, utf16_that_lacks_its_last_byte,
        texts_beyond_the_callers_room, pairs)
ST_CASE(fields, comments_and_lyrics, pictures, numbers, binary_fields_may_be_empty,
        commercial_frames, volume_adjustments, events_and_synchronised_text, seek_points,
        links_of_v22_name_newer_frames)
ST_CASE(nested, chapters, chapters_are_unsynchronised_twice)
ST_CHECK_MAIN(text, fields, nested)
