"""Taste: order papers as you would read them, learnt from your stars. Pure Python, nothing on disk.

learnt.py learns a Taste from starred papers, from papers that were seen and not starred, and from
the words of watch rules, saved searches and tags; it then orders any listing. The method was chosen
on 74 public reading lists of real people: Rocchio's difference of means below ten stars, a linear
support vector machine from ten, and from twenty also the nearest single star, with a weight of a
quarter, which serves a second, smaller interest. All work is done in steps of a few milliseconds.
The same papers always give the same order.

This file imports no module, so that the modules of the room can be imported a module a step.
"""
