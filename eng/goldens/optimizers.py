import torch
torch.set_num_threads(1)
W=[0.5,-1.25,2.0,0.03125,-0.75]; A=[1.0,0.5,2.0,4.0,0.25]; B=[0.1,-0.2,0.3,0.0,-1.5]
def run(name, make, clip=None, sched=None):
    w=torch.tensor(W,requires_grad=True); a=torch.tensor(A); b=torch.tensor(B)
    o=make([w]); s=sched(o) if sched else None
    for t in range(10):
        o.zero_grad(); loss=(0.5*a*w*w+b*w).sum(); loss.backward()
        if clip: clip(w)
        o.step()
        if s: s.step()
    print(name, ", ".join("%.9gf"%v for v in w.detach().tolist()))
O=torch.optim
run("sgd", lambda p:O.SGD(p,lr=0.05))
run("sgd momentum", lambda p:O.SGD(p,lr=0.05,momentum=0.9))
run("sgd momentum decay", lambda p:O.SGD(p,lr=0.05,momentum=0.9,weight_decay=0.01))
run("sgd nesterov", lambda p:O.SGD(p,lr=0.05,momentum=0.9,nesterov=True,weight_decay=0.01))
run("sgd dampening", lambda p:O.SGD(p,lr=0.05,momentum=0.9,dampening=0.5))
run("adam", lambda p:O.Adam(p,lr=0.05))
run("adam decay", lambda p:O.Adam(p,lr=0.05,betas=(0.8,0.99),eps=1e-6,weight_decay=0.1))
run("adamw", lambda p:O.AdamW(p,lr=0.05))
run("adamw decay", lambda p:O.AdamW(p,lr=0.05,betas=(0.8,0.99),eps=1e-3,weight_decay=0.1))
run("clip norm", lambda p:O.SGD(p,lr=0.05,momentum=0.9),clip=lambda w:torch.nn.utils.clip_grad_norm_([w],1.0))
run("clip value", lambda p:O.SGD(p,lr=0.05,momentum=0.9),clip=lambda w:torch.nn.utils.clip_grad_value_([w],0.25))
def rates(name, sched, n=12):
    p=torch.zeros(1,requires_grad=True); o=O.SGD([p],lr=0.1); s=sched(o); r=[]
    for t in range(n):
        r.append(o.param_groups[0]["lr"]); o.step(); s.step()
    print(name, ", ".join(repr(x) for x in r))
S=O.lr_scheduler
rates("step", lambda o:S.StepLR(o,4,0.5))
rates("cosine", lambda o:S.CosineAnnealingLR(o,11,0.01))
rates("warmup", lambda o:S.LinearLR(o,start_factor=1/3,total_iters=4))
rates("warmup cosine", lambda o:S.SequentialLR(o,[S.LinearLR(o,start_factor=0.1,total_iters=4),S.CosineAnnealingLR(o,8,0.0)],milestones=[4]))
