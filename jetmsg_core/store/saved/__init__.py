"""What people keep: lists, templates, drafts, column mappings, words of reports they explained,
opt-outs; the files of exports that were asked for, and what was asked of the OTP calls."""
