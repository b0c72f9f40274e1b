# Two working weeks of a help-desk technician, as typed: interrupts, forgotten
# stops, corrections, a night shift, and the end of summer time on the Sunday
# between. Run by tests/suite/golden.rs with `tt` and `at` defined; what follows
# a `#=` is the length that the line must end up with, worked out by hand.
#
# Times are Europe/Amsterdam: +02:00 until Sunday 25 October 03:00, +01:00 after.

# --- Monday 19 October -------------------------------------------------------
at 2026-10-19T08:31:00+02:00
tt start --ticket 54321 mailbox full for reception
at 2026-10-19T08:52:00+02:00
tt stop                                                     #= 1: 08:31-08:52 0:21
tt start --charge-code MTNG --client acme standup
at 2026-10-19T09:05:00+02:00
tt stop                                                     #= 2: 08:52-09:05 0:13
at 2026-10-19T09:20:00+02:00
tt log 9:05-9:20 --ticket 54322 password reset for Anna     #= 3: 0:15
at 2026-10-19T10:40:00+02:00
tt log 1h 10m moved the printer queue --ticket 54323        #= 4: 09:30-10:40 1:10
at 2026-10-19T10:45:00+02:00
tt start --ticket 54324 vpn drops
at 2026-10-19T11:10:00+02:00
tt switch --ticket 54325 phone call about the invoice app
at 2026-10-19T11:22:00+02:00
tt stop                                                     #= 6: 11:10-11:22 0:12
tt resume
at 2026-10-19T12:05:00+02:00
tt stop                                                     #= 5: 10:45-12:05 less 0:12, 1:08
at 2026-10-19T12:40:00+02:00
tt start lunch
at 2026-10-19T12:42:00+02:00
tt cancel                                                   #= 7: gone
at 2026-10-19T13:10:00+02:00
tt log 12:40 to 13:10 monitoring alerts --ticket 54326      #= 8: 0:30
at 2026-10-19T13:40:00+02:00
tt log 0.5 --ticket 54326 more alerts                       #= 9: 13:10-13:40 0:30
at 2026-10-19T15:55:00+02:00
tt log 2:15 --ticket 54327 new laptop for Bram              #= 10: 13:40-15:55 2:15
at 2026-10-19T16:30:00+02:00
tt log 35m --ticket 54328 firewall rule                     #= 11: 15:55-16:30 0:35
at 2026-10-19T17:02:00+02:00
tt start --ticket 54321 mailbox again
# Monday: 21+13+15+70+68+12+30+30+135+35 = 429, and 38 of the forgotten timer: 467 = 7:47

# --- Tuesday 20 October ------------------------------------------------------
at 2026-10-20T08:20:00+02:00
tt status
tt stop 17:40                                               #= 12: Mon 17:02-17:40 0:38
tt start 8:05 --ticket 54329 server room is warm
at 2026-10-20T09:00:00+02:00
tt stop                                                     #= 13: 08:05-09:00 0:55
at 2026-10-20T09:16:00+02:00
tt log 9-9:15 --charge-code MTNG --client acme standup
tt list today                                               #= 14: 0:15
at 2026-10-20T10:00:00+02:00
tt log last-now --ticket 54322 Anna locked out once more    #= 15: 09:15-10:00 0:45
at 2026-10-20T10:30:00+02:00
tt log 30m --ticket 54330 license renewal                   #= 16: 10:00-10:30 0:30
tt edit last --ticket 54331
tt edit last -m "license renewal, Contoso" -t contract
at 2026-10-20T11:30:00+02:00
tt log 10:30-11:30 --ticket 54324 vpn still drops
tt undo
tt log 10:30-11:20 --ticket 54324 vpn still drops           #= 18: 0:50 (17 undone)
at 2026-10-20T12:30:00+02:00
tt log 11:20-12:30 --ticket 54332 scanner to mail           #= 19: 1:10
tt split last --at 12:00 --ticket 54333 -m "scanner driver" #= 19: 0:40, 20: 0:30
at 2026-10-20T13:00:00+02:00
tt start --ticket 54334 onboarding Clara
at 2026-10-20T13:30:00+02:00
tt pause
at 2026-10-20T13:45:00+02:00
tt start --ticket 54335 phone: screen is black
at 2026-10-20T14:10:00+02:00
tt stop                                                     #= 22: 13:45-14:10 0:25
at 2026-10-20T14:10:00+02:00
tt resume
at 2026-10-20T15:10:00+02:00
tt stop                                                     #= 21: 13:00-15:10 less 0:40, 1:30
at 2026-10-20T15:40:00+02:00
tt log 15:10-15:40 --no-bill --charge-code ADMIN --client acme mileage
at 2026-10-20T17:00:00+02:00
tt log 80m --ticket 54336 wifi survey                       #= 24: 15:40-17:00 1:20
tt edit 24 --deduct 10m                                     #= 24: 1:10
tt show 24
tt list today
# Tuesday: 55+15+45+30+50+40+30+90+25+30+70 = 480 = 8:00

# --- Wednesday 21 October ----------------------------------------------------
at 2026-10-21T09:30:00+02:00
tt log 8-8:30 --ticket 54337 backup failed overnight        #= 25: 0:30
tt log 8:30 for 45m --ticket 54337 restored the backup      #= 26: 08:30-09:15 0:45
tt log 9:15..9:30 --charge-code MTNG --client acme standup  #= 27: 0:15
at 2026-10-21T12:00:00+02:00
tt start --at 9:30 --ticket 54338 firewall upgrade
tt stop                                                     #= 28: 09:30-12:00 2:30
tt split 28 --into 2                                        #= 28: 1:15, 29: 1:15
tt undo                                                     #= 28: 2:30 again
tt split 28 --after 1h -m "firewall rules checked"          #= 28: 1:00, 30: 1:30
at 2026-10-21T12:45:00+02:00
tt log 12-12:45 --ticket 54339 lunch and learn
tt delete last                                              #= 31: gone
at 2026-10-21T13:30:00+02:00
tt log 13-13:30 --ticket 54340 mouse broken                 #= 32: 0:30
tt delete last
tt undo                                                     #= 32: back
at 2026-10-21T15:00:00+02:00
tt log 1,5h --ticket 54341 domain move                      #= 33: 13:30-15:00 1:30
at 2026-10-21T16:00:00+02:00
tt continue 32
at 2026-10-21T16:25:00+02:00
tt stop                                                     #= 34: 16:00-16:25 0:25
at 2026-10-21T17:00:00+02:00
tt log 16:25-17:00 --charge-code ADMIN --client acme paperwork --no-bill
tt list today
tt week
# Wednesday: 30+45+15+60+90+30+90+25+35 = 420 = 7:00

# --- Thursday 22 October -----------------------------------------------------
at 2026-10-22T08:40:00+02:00
tt log 8:10-8:40 --ticket 54342 phones dead                 #= 36: 0:30
tt edit 36 --start 8:00                                     #= 36: 08:00-08:40 0:40
at 2026-10-22T09:00:00+02:00
tt log 20m --charge-code MTNG --client acme standup         #= 37: 08:40-09:00 0:20
tt start --ticket 54343 exchange patch
at 2026-10-22T10:00:00+02:00
tt switch --ticket 54344 director cannot print
at 2026-10-22T10:20:00+02:00
tt switch --ticket 54345 director cannot mail
at 2026-10-22T10:35:00+02:00
tt stop                                                     #= 40: 10:20-10:35 0:15
tt status
tt resume 39
at 2026-10-22T10:50:00+02:00
tt stop                                                     #= 39: 10:00-10:50 less 0:15, 0:35
tt resume
at 2026-10-22T12:00:00+02:00
tt stop                                                     #= 38: 09:00-12:00 less 0:50, 2:10
at 2026-10-22T12:01:00+02:00
tt stop
at 2026-10-22T13:30:00+02:00
tt log 12:30-13:30 --ticket 54346 site visit -t travel      #= 41: 1:00
tt log 13:30-14:00 --ticket 54346 not yet over
at 2026-10-22T16:00:00+02:00
tt log 13:30-16:00 --ticket 54347 site visit, racks         #= 42: 2:30
at 2026-10-22T17:15:00+02:00
tt log 16-17 --ticket 54348 drive home -t travel            #= 43: 1:00
tt edit 41 43 --work-type Travel
tt list today --tag travel
# Thursday: 40+20+130+35+15+60+150+60 = 510 = 8:30

# --- Friday 23 October -------------------------------------------------------
at 2026-10-23T09:00:00+02:00
tt log 8-9 --ticket 54349 patch day prepared                #= 44: 1:00
tt log 30m --ticket 54349 on it still --at 8:20
tt undo                                                     #= 45: undone, it overlapped
at 2026-10-23T09:15:00+02:00
tt log 15m --charge-code MTNG --client acme standup         #= 46: 09:00-09:15 0:15
at 2026-10-23T12:15:00+02:00
tt log 9:15-12:15 --ticket 54350 patched twelve servers     #= 47: 3:00
tt edit last -m "patched twelve servers, one twice"
tt history last
at 2026-10-23T14:00:00+02:00
tt log 12:45-14 --ticket 54351 printer driver roll-out      #= 48: 1:15
at 2026-10-23T15:00:00+02:00
tt log 1h --ticket 54352 asset list                         #= 49: 14:00-15:00 1:00
tt report week --by ticket
tt submit mon..thu
tt submit 2026-10-19..2026-10-22
tt submit week
# Friday: 60+15+180+75+60 = 390 = 6:30

# --- Saturday night, the clocks go back --------------------------------------
at 2026-10-24T22:00:00+02:00
tt start --ticket 54353 storage migration, night shift
at 2026-10-25T04:00:00+01:00
tt stop                                                     #= 50: 22:00-04:00, 7:00 that night
at 2026-10-25T11:00:00+01:00
tt log 10-11 --ticket 54353 checked the migration           #= 51: 1:00
tt week 2026-W43
# Saturday 7:00 (an entry belongs to the day it starts), Sunday 1:00
# Week 43: 467 + 480 + 420 + 510 + 390 + 420 + 60 = 2747 = 45:47

# --- Monday 26 October, winter time ------------------------------------------
at 2026-10-26T08:55:00+01:00
tt log 8-8:55 --ticket 54354 tickets of the weekend         #= 52: 0:55
at 2026-10-26T09:10:00+01:00
tt log 15m --charge-code MTNG --client acme standup         #= 53: 08:55-09:10 0:15
at 2026-10-26T09:12:00+01:00
tt start --ticket 54355 camera offline
at 2026-10-26T09:12:00+01:00
tt stop                                                     #= 54: dropped, under a minute
tt start --ticket 54355 camera offline
at 2026-10-26T10:02:00+01:00
tt stop -m "camera offline, cable replaced"                 #= 55: 09:12-10:02 0:50
at 2026-10-26T12:02:00+01:00
tt log 2h --ticket 54356 new switch configured              #= 56: 10:02-12:02 2:00
tt split 56 --at 11:30 --ticket 54357 -m "patch panel"      #= 56: 1:28, 57: 0:32
at 2026-10-26T13:00:00+01:00
tt start --ticket 54358 audit
at 2026-10-26T17:30:00+01:00
tt pause
# Monday: 55+15+50+88+32 = 240, and 270 of the parked audit: 510 = 8:30

# --- Tuesday 27 October ------------------------------------------------------
at 2026-10-27T08:30:00+01:00
tt resume                                                   #= 58: Mon 13:00-17:30 4:30; 59 goes on
at 2026-10-27T10:00:00+01:00
tt stop                                                     #= 59: 08:30-10:00 1:30
tt log 10-10:15 --charge-code MTNG --client acme standup --future
at 2026-10-27T10:20:00+01:00
tt log 5m --ticket 54359 question about mail                #= 61: 10:15-10:20 0:05
at 2026-10-27T11:20:00+01:00
tt log 60 --ticket 54360 report for the client              #= 62: 10:20-11:20 1:00
tt log 9 --ticket 54360 too short to tell
tt log 8-5 --ticket 54360 the wrong way round
tt log 1h 45 --ticket 54360 two numbers
at 2026-10-27T12:20:00+01:00
tt log 11:20-12:20 --ticket 54361 vendor call               #= 63: 1:00
tt edit 63 --for 40m                                        #= 63: 11:20-12:00 0:40
tt edit 63 --client globex --billable billable
tt undo
tt undo                                                     #= 63: 1:00 again
at 2026-10-27T17:00:00+01:00
tt log 13-17 --ticket 54362 workshop with Globex            #= 64: 4:00
tt edit last --deduct 0:15                                  #= 64: 3:45
tt list today
# Tuesday: 90+15+5+60+60+225 = 455 = 7:35

# --- Wednesday 28 October ----------------------------------------------------
at 2026-10-28T12:00:00+01:00
tt log 8-12 --ticket 54363 migration rehearsal              #= 65: 4:00
tt log yesterday 17:00-17:20 --ticket 54364 late call       #= 66: Tue 0:20
tt log 45m --on mon --ticket 54365 forgotten on Monday      #= 67: Mon 17:30-18:15 0:45
at 2026-10-28T16:45:00+01:00
tt log 12:30-16:45 --ticket 54363 migration rehearsal, part two
tt edit last --start 12:45                                  #= 68: 12:45-16:45 4:00
tt split last --into 3                                      #= 68: 1:20, 69: 1:20, 70: 1:20
tt list today
# Wednesday: 240+240 = 480 = 8:00; Tuesday 475 = 7:55; Monday 555 = 9:15

# --- Thursday 29 October, home with a cold -----------------------------------
at 2026-10-29T10:00:00+01:00
tt log 9:30-10 --ticket 54366 mail from bed                 #= 71: 0:30
tt log 30m --ticket 54366 and again
tt list today
tt delete 72
# Thursday: 30 = 0:30

# --- Friday 30 October -------------------------------------------------------
at 2026-10-30T13:00:00+01:00
tt log 8-12 --ticket 54367 go-live                          #= 73: 4:00
tt log 12-12:30 --ticket 54367 go-live, after care          #= 74: 0:30
tt start 12:30 --ticket 54368 go-live, calls
at 2026-10-30T16:00:00+01:00
tt log 14-14:30 --ticket 54369 a call in between
tt stop                                                     #= 75: 12:30-16:00 3:30; 76: 0:30
tt list today
tt history
tt submit week
tt week
tt report 2026-10 --by client
tt report month --by week,billable
tt list 2026-10 --limit 5
tt list 2026-10 --unbilled --limit 3
tt list --from 2026-10-19 --to 2026-10-20 --kind charge-code
tt status
# Friday: 240+30+210+30 = 510 = 8:30
# Week 44: 555 + 475 + 480 + 30 + 510 = 2050 = 34:10
# Both weeks: 2747 + 2050 = 4797 = 79:57
