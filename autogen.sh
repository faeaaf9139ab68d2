#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes configure from a fresh checkout.
cd "$(dirname "$0")" && exec autoreconf -fi
